/** Recipes: named overrides of a workflow's variables, prompts and limits. */
import type { Graph } from "../graph/graph.ts";
import { parseTemplate, toTemplate } from "../graph/reference.ts";
import { describeKind, isFields } from "../graph/value.ts";
import type { Fields, Value } from "../graph/value.ts";
import { suggest } from "../text/suggest.ts";
import type { FieldError } from "./failure.ts";

/** What a recipe says; what else its file has is recorded, but changes nothing. */
export interface Recipe {
  readonly name: string;
  readonly vars: Fields;
  /** Texts that take the place of prompts. */
  readonly prompts: Readonly<Record<string, string>>;
  readonly budget: Readonly<Record<string, string | number>>;
}

/** Reads the JSON of a recipe's file. */
export function readRecipe(
  content: Value,
): { readonly recipe: Recipe } | { readonly errors: readonly FieldError[] } {
  if (!isFields(content)) {
    return {
      errors: [
        { field: null, message: `the recipe must be an object, but is ${describeKind(content)}` },
      ],
    };
  }
  const errors: FieldError[] = [];
  const name = content["name"];
  if (typeof name !== "string") errors.push({ field: "name", message: "must be a string" });
  const text = (value: Value): string | undefined =>
    typeof value === "string" ? value : undefined;
  const amount = (value: Value): string | number | undefined =>
    typeof value === "number" ? value : text(value);
  const recipe: Recipe = {
    name: typeof name === "string" ? name : "",
    vars: readSection(content, "preset_vars", (value) => value, errors),
    prompts: readSection(content, "prompt_pack", text, errors),
    budget: readSection(content, "budget", amount, errors),
  };
  return errors.length > 0 ? { errors } : { recipe };
}

/**
 * The graph with a recipe's prompts in it; its hash stays that of the source, from which a resume
 * makes the same graph again.
 */
export function applyRecipe(
  graph: Graph,
  recipe: Recipe,
): { readonly graph: Graph } | { readonly errors: readonly FieldError[] } {
  const names = graph.prompts.map(({ name }) => name);
  const errors = Object.entries(recipe.prompts).flatMap(([name, text]): FieldError[] => {
    const field = `prompt_pack.${name}`;
    if (!names.includes(name)) {
      const near = suggest(name, names);
      const help = near === undefined ? "" : `; did you mean \`${near}\`?`;
      return [{ field, message: `no node uses such a prompt${help}` }];
    }
    const [fault] = parseTemplate(text).faults;
    if (fault === undefined) return [];
    const what = fault.kind === "unclosed" ? "is never closed" : "is no reference";
    return [{ field, message: `\`${text.slice(fault.start, fault.end)}\` ${what}` }];
  });
  if (errors.length > 0) return { errors };
  const prompts = graph.prompts.map((prompt) => {
    const text = Object.hasOwn(recipe.prompts, prompt.name)
      ? recipe.prompts[prompt.name]
      : undefined;
    return text === undefined ? prompt : { ...prompt, text: toTemplate(parseTemplate(text)) };
  });
  return { graph: { ...graph, prompts } };
}

function readSection<Item extends Value>(
  content: Fields,
  name: string,
  read: (value: Value) => Item | undefined,
  errors: FieldError[],
): Readonly<Record<string, Item>> {
  const section = content[name] ?? {};
  if (!isFields(section)) {
    errors.push({ field: name, message: `must be an object, but is ${describeKind(section)}` });
    return {};
  }
  const kept: [string, Item][] = [];
  for (const [key, value] of Object.entries(section)) {
    const item = read(value);
    if (item !== undefined) kept.push([key, item]);
    else errors.push({ field: `${name}.${key}`, message: `can't be ${describeKind(value)}` });
  }
  return Object.fromEntries(kept);
}
