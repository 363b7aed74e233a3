import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  applyRecipe,
  changeLimits,
  readRecipe
} from "./chunk-MVKURDAE.mjs";
import {
  noLimits
} from "./chunk-XUHXFKF7.mjs";
import {
  findFault,
  readText
} from "./chunk-VXOQT2IS.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";

// src/core/run/plan.ts
function createPlan(request) {
  const { preset, source, script, simulated = false } = request;
  const prepared = prepare(request);
  if ("errors" in prepared) return { refusal: refuse(prepared.errors) };
  const { graph, recipe, limits } = prepared;
  const read = readVariables(graph, [
    ...presetValues(graph, preset),
    ...recipeValues(recipe),
    ...request.given ?? []
  ]);
  if ("errors" in read) return { refusal: refuse(read.errors) };
  const plan = {
    graph,
    workflow: graph.name,
    source,
    vars: read.vars,
    input: read.vars,
    env: graph.environment,
    limits,
    ...preset === void 0 ? {} : { preset },
    ...request.recipe === void 0 ? {} : {
      recipe: { name: recipe.name, path: request.recipe.path, content: request.recipe.content }
    },
    simulated,
    ...script === void 0 ? {} : { script }
  };
  return { plan: Object.freeze(plan) };
}
var noRecipe = { name: "", vars: {}, prompts: {}, budget: {} };
function prepare(request) {
  const { graph, preset, recipe: file } = request;
  const presets = graph.presets.map(({ name }) => name);
  if (preset !== void 0 && !presets.includes(preset)) {
    return { errors: [{ field: "preset", message: describeUnknown("preset", preset, presets) }] };
  }
  const read = file === void 0 ? { recipe: noRecipe } : readRecipe(file.content);
  if ("errors" in read) return read;
  const applied = applyRecipe(graph, read.recipe);
  if ("errors" in applied) return applied;
  const cooked = changeLimits(graph.budget ?? noLimits, read.recipe.budget);
  const changed = "errors" in cooked ? cooked : changeLimits(cooked.limits, request.budget ?? {});
  if ("errors" in changed) return changed;
  return { graph: applied.graph, recipe: read.recipe, limits: changed.limits };
}
function presetValues(graph, preset) {
  const values = graph.presets.find(({ name }) => name === preset)?.values ?? {};
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
function recipeValues({ vars }) {
  return Object.entries(vars).map(
    ([name, value]) => typeof value === "string" ? { name, text: value } : { name, value }
  );
}
function readVariables(graph, given) {
  const nearest = new Map(given.map((variable) => [variable.name, variable]));
  const declared = uniqueVariables(graph.vars);
  const errors = [];
  const vars = [];
  for (const variable of declared.values()) {
    const result = readVariable(variable, nearest.get(variable.name));
    if ("message" in result) errors.push({ field: variable.name, message: result.message });
    else if (result.value !== void 0) vars.push([variable.name, result.value]);
  }
  const takesOthers = graph.nodes.find(({ id }) => id === graph.entry)?.input == null;
  for (const [name, variable] of nearest) {
    if (declared.has(name)) continue;
    if (takesOthers) vars.push([name, "text" in variable ? variable.text : variable.value]);
    else errors.push({ field: name, message: describeUnknown("variable", name, declared.keys()) });
  }
  return errors.length > 0 ? { errors } : { vars: Object.fromEntries(vars) };
}
function uniqueVariables(vars) {
  const unique = /* @__PURE__ */ new Map();
  for (const variable of vars) {
    if (!unique.has(variable.name)) unique.set(variable.name, variable);
  }
  return unique;
}
function readVariable(variable, given) {
  const { type, required } = variable;
  if (given === void 0) {
    if (variable.default !== void 0) return { value: variable.default };
    return required ? { message: describeMissing(variable) } : { value: void 0 };
  }
  if ("text" in given) return readText({ type }, given.text);
  const message = findFault({ type }, given.value);
  return message === void 0 ? { value: given.value } : { message };
}
function describeMissing({ unset = [] }) {
  if (unset.length === 0) return "is missing, and has no default";
  const names = unset.map((name) => `\`${name}\``).join(" and ");
  return `is missing, and its default needs ${names}, which ${unset.length > 1 ? "aren't" : "isn't"} set`;
}
function describeUnknown(what, name, known) {
  const near = suggest(name, known);
  const help = near === void 0 ? "" : `; did you mean \`${near}\`?`;
  return `there is no ${what} \`${name}\`${help}`;
}
function refuse(errors) {
  const lines = errors.map(
    ({ field, message }) => field === null || message.startsWith("there is no") ? message : `\`${field}\` ${message}`
  );
  const missing = errors.find(({ message }) => message.startsWith("is missing"))?.field;
  const hint = missing == null ? void 0 : `give it: \`--var ${missing}=…\``;
  return new Refusal("INPUT_INVALID", `The run can't start: ${lines.join("; ")}.`, {
    errors,
    ...hint === void 0 ? {} : { hint }
  });
}

export {
  createPlan
};
