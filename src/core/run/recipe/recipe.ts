/** Recipes: named overrides of a workflow's variables, prompts, limits and tools, and what counts as success. */
import type { Value } from "#core/graph/value.ts";
import { describeKind, isFields, isList } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import type { Span } from "#core/text/span.ts";
import { suggest } from "#core/text/suggest.ts";
import { noRecipe } from "./no-recipe.ts";
import type { RecipeCode } from "./pages.ts";

/** What a recipe says. */
export interface Recipe {
  readonly name: string;
  /** The workflow that it is made for; a recipe without one fits any. */
  readonly workflow: { readonly name?: string; readonly path?: string };
  readonly vars: Fields;
  /** Texts that take the place of prompts. */
  readonly prompts: Readonly<Record<string, string>>;
  readonly budget: Readonly<Record<string, string | number>>;
  /** Tools beyond which nothing is let through; null if it has no say. */
  readonly toolPolicy: readonly string[] | null;
  readonly evaluation: EvaluationPolicy | null;
}

/** What decides whether a run was a success. */
export interface EvaluationPolicy {
  readonly primaryMetric: string;
  readonly successValue: Value;
  readonly secondaryMetrics: readonly string[];
}

/** A recipe's file: what it says and, if its text is at hand, where it says it. */
export interface RecipeFile {
  readonly path: string;
  readonly content: Value;
  readonly source?: RecipeSource;
}

/** The text of a recipe. */
export interface RecipeSource {
  readonly file: SourceFile;
  /** The key or the value at a path, or the nearest thing around it. */
  readonly locate: (path: readonly string[], at: "key" | "value") => Span;
}

/** One mistake in a recipe. */
export interface RecipeFault {
  readonly code: RecipeCode;
  /** Keys and positions from the top. */
  readonly path: readonly string[];
  readonly at: "key" | "value";
  /** The rest of a sentence that begins with the path, or a whole one. */
  readonly message: string;
  readonly help: string;
}

const sections = [
  "name",
  "workflow_ref",
  "preset_vars",
  "prompt_pack",
  "budget",
  "tool_policy",
  "evaluation_policy",
  "description",
  "$schema",
] as const;

/**
 * Reads what a recipe's file holds, as far as it is right; names are checked against a graph by
 * `checkRecipe`.
 */
export function readRecipe(content: Value): {
  readonly recipe: Recipe;
  readonly faults: readonly RecipeFault[];
} {
  if (!isFields(content)) {
    const message = `A recipe must be an object, but this is ${describeKind(content)}.`;
    const help = 'write `{ "name": "…" }`';
    return {
      recipe: noRecipe,
      faults: [{ code: "R003", path: [], at: "value", message, help }],
    };
  }
  const reader = createReader();
  reader.keys(content, [], sections);
  const recipe: Recipe = {
    name: reader.text(content, ["name"], { needed: 'name it: `"name": "fast_review"`' }) ?? "",
    workflow: readReference(reader, content),
    vars: reader.section(content, "preset_vars"),
    prompts: readPrompts(reader, content),
    budget: readBudget(reader, content),
    toolPolicy:
      content["tool_policy"] === undefined ? null : reader.texts(content, ["tool_policy"]),
    evaluation: readEvaluation(reader, content),
  };
  return { recipe, faults: reader.faults };
}

function readReference(reader: Reader, content: Fields): Recipe["workflow"] {
  const section = reader.section(content, "workflow_ref");
  reader.keys(section, ["workflow_ref"], ["name", "path"]);
  const name = reader.text(section, ["workflow_ref", "name"]);
  const path = reader.text(section, ["workflow_ref", "path"]);
  return { ...(name === undefined ? {} : { name }), ...(path === undefined ? {} : { path }) };
}

function readPrompts(reader: Reader, content: Fields): Recipe["prompts"] {
  const section = reader.section(content, "prompt_pack");
  const prompts = Object.keys(section).flatMap((name): [string, string][] => {
    const text = reader.text(section, ["prompt_pack", name]);
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(prompts);
}

function readBudget(reader: Reader, content: Fields): Recipe["budget"] {
  const section = reader.section(content, "budget");
  const limits = Object.entries(section).flatMap(([name, value]): [string, string | number][] => {
    if (typeof value === "number" || typeof value === "string") return [[name, value]];
    reader.wrong(["budget", name], "must be a number or a text", value);
    return [];
  });
  return Object.fromEntries(limits);
}

function readEvaluation(reader: Reader, content: Fields): EvaluationPolicy | null {
  if (content["evaluation_policy"] === undefined) return null;
  const place = "evaluation_policy";
  const section = reader.section(content, place);
  reader.keys(section, [place], ["primary_metric", "success_value", "secondary_metrics"]);
  const needed = 'name the field that decides: `"primary_metric": "approved"`';
  const primaryMetric = reader.text(section, [place, "primary_metric"], { needed });
  if (primaryMetric === undefined) return null;
  return {
    primaryMetric,
    successValue: section["success_value"] === undefined ? true : section["success_value"],
    secondaryMetrics:
      section["secondary_metrics"] === undefined
        ? []
        : reader.texts(section, [place, "secondary_metrics"]),
  };
}

interface Reader {
  readonly faults: RecipeFault[];
  /** Reports keys that don't belong here. */
  keys(fields: Fields, path: readonly string[], known: readonly string[]): void;
  section(fields: Fields, name: string): Fields;
  /** The text under the last key of a path. */
  text(
    fields: Fields,
    path: readonly string[],
    options?: { readonly needed?: string },
  ): string | undefined;
  texts(fields: Fields, path: readonly string[]): readonly string[];
  wrong(path: readonly string[], wanted: string, given: Value): void;
}

function createReader(): Reader {
  const faults: RecipeFault[] = [];

  function wrong(path: readonly string[], wanted: string, given: Value): void {
    const message = `\`${path.join(".")}\` ${wanted}, but is ${describeKind(given)}.`;
    faults.push({ code: "R003", path, at: "value", message, help: helpFor(wanted) });
  }

  return {
    faults,
    wrong,
    keys(fields, path, known) {
      for (const key of Object.keys(fields)) {
        if (known.includes(key)) continue;
        const where = path.length === 0 ? "A recipe" : `\`${path.join(".")}\``;
        const near = suggest(key, known);
        const all = known.map((name) => `\`${name}\``).join(", ");
        faults.push({
          code: "R002",
          path: [...path, key],
          at: "key",
          message: `${where} has no key \`${key}\`.`,
          help: near === undefined ? `use one of ${all}` : `did you mean \`${near}\`?`,
        });
      }
    },
    section(fields, name) {
      const section = fields[name] ?? {};
      if (isFields(section)) return section;
      wrong([name], "must be an object", section);
      return {};
    },
    text(fields, path, { needed } = {}) {
      const value = fields[path.at(-1) ?? ""];
      if (typeof value === "string") return value;
      if (value !== undefined) wrong(path, "must be a string", value);
      else if (needed !== undefined) {
        const message = `The recipe has no \`${path.join(".")}\`.`;
        faults.push({ code: "R003", path: path.slice(0, -1), at: "key", message, help: needed });
      }
      return undefined;
    },
    texts(fields, path) {
      const value = fields[path.at(-1) ?? ""] ?? null;
      if (!isList(value)) {
        wrong(path, "must be a list of strings", value);
        return [];
      }
      return value.flatMap((item, index) => {
        if (typeof item === "string") return [item];
        wrong([...path, String(index)], "must be a string", item);
        return [];
      });
    },
  };
}

function helpFor(wanted: string): string {
  const examples: Readonly<Record<string, string>> = {
    "must be a string": 'put it in quotes: `"…"`',
    "must be an object": "write `{ … }` with a key for each name",
    "must be a list of strings": 'write `["…", "…"]`',
  };
  return examples[wanted] ?? 'write a limit such as `"30m"` or `5`';
}
