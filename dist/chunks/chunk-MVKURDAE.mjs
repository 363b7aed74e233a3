import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  parseTemplate,
  toTemplate
} from "./chunk-MAU3BDHV.mjs";
import {
  parseDuration
} from "./chunk-5IMY7TMT.mjs";
import {
  describeKind,
  isFields
} from "./chunk-4QXECC3P.mjs";
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";

// src/core/run/limit-changes.ts
var forms = {
  max_parallel_branches: {
    key: "maxParallelBranches",
    wanted: "a whole number from 1",
    read: readWhole
  },
  max_duration: { key: "maxDurationMs", wanted: 'a duration like "30m"', read: parseDuration },
  max_cost_usd: { key: "maxCostUsd", wanted: "a number above 0", read: readAmount },
  max_tokens: { key: "maxTokens", wanted: "a whole number from 1", read: readWhole },
  max_iterations: { key: "maxIterations", wanted: "a whole number from 1", read: readWhole }
};
function changeLimits(before, changes) {
  const errors = [];
  let limits = before;
  for (const [name, change] of Object.entries(changes)) {
    const result = readChange(before, name, String(change).trim());
    if (typeof result === "string") errors.push({ field: name, message: result });
    else limits = { ...limits, ...result };
  }
  return errors.length > 0 ? { errors } : { limits };
}
function readChange(before, name, change) {
  const form = Object.hasOwn(forms, name) ? forms[name] : void 0;
  if (form === void 0) {
    const near = suggest(name, Object.keys(forms));
    return near === void 0 ? "is no limit" : `is no limit; did you mean \`${near}\`?`;
  }
  const added = change.startsWith("+");
  const value = form.read(added ? change.slice(1) : change);
  if (value === void 0) return `must be ${form.wanted}, but is ${JSON.stringify(change)}`;
  if (!added) return { [form.key]: value };
  const limit = before[form.key];
  if (limit === void 0) return "has no limit that could be added to";
  return { [form.key]: Number((limit + value).toPrecision(15)) };
}
function readWhole(text) {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  return value >= 1 && Number.isSafeInteger(value) ? value : void 0;
}
function readAmount(text) {
  const value = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : 0;
  return value > 0 && Number.isFinite(value) ? value : void 0;
}

// src/core/run/recipe.ts
function readRecipe(content) {
  if (!isFields(content)) {
    return {
      errors: [
        { field: null, message: `the recipe must be an object, but is ${describeKind(content)}` }
      ]
    };
  }
  const errors = [];
  const name = content["name"];
  if (typeof name !== "string") errors.push({ field: "name", message: "must be a string" });
  const text = (value) => typeof value === "string" ? value : void 0;
  const amount = (value) => typeof value === "number" ? value : text(value);
  const recipe = {
    name: typeof name === "string" ? name : "",
    vars: readSection(content, "preset_vars", (value) => value, errors),
    prompts: readSection(content, "prompt_pack", text, errors),
    budget: readSection(content, "budget", amount, errors)
  };
  return errors.length > 0 ? { errors } : { recipe };
}
function applyRecipe(graph, recipe) {
  const names = graph.prompts.map(({ name }) => name);
  const errors = Object.entries(recipe.prompts).flatMap(([name, text]) => {
    const field = `prompt_pack.${name}`;
    if (!names.includes(name)) {
      const near = suggest(name, names);
      const help = near === void 0 ? "" : `; did you mean \`${near}\`?`;
      return [{ field, message: `no node uses such a prompt${help}` }];
    }
    const [fault] = parseTemplate(text).faults;
    if (fault === void 0) return [];
    const what = fault.kind === "unclosed" ? "is never closed" : "is no reference";
    return [{ field, message: `\`${text.slice(fault.start, fault.end)}\` ${what}` }];
  });
  if (errors.length > 0) return { errors };
  const prompts = graph.prompts.map((prompt) => {
    const text = Object.hasOwn(recipe.prompts, prompt.name) ? recipe.prompts[prompt.name] : void 0;
    return text === void 0 ? prompt : { ...prompt, text: toTemplate(parseTemplate(text)) };
  });
  return { graph: { ...graph, prompts } };
}
function readSection(content, name, read, errors) {
  const section = content[name] ?? {};
  if (!isFields(section)) {
    errors.push({ field: name, message: `must be an object, but is ${describeKind(section)}` });
    return {};
  }
  const kept = [];
  for (const [key, value] of Object.entries(section)) {
    const item = read(value);
    if (item !== void 0) kept.push([key, item]);
    else errors.push({ field: `${name}.${key}`, message: `can't be ${describeKind(value)}` });
  }
  return Object.fromEntries(kept);
}

export {
  changeLimits,
  readRecipe,
  applyRecipe
};
