/**
 * A plan: everything a run needs, checked and frozen before the run exists.
 *
 * Variables come, the nearest first, from what was given, the recipe, the preset, the workflow's
 * block, the top-level block. Spec: runtime §7.2.
 */
import type { Budget, Graph } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import { didYouMean, suggest } from "../text/suggest.ts";
import { Refusal } from "./failure.ts";
import type { FieldError } from "./failure.ts";
import { changeLimits } from "./limit-changes.ts";
import type { RunSettings } from "./settings.ts";
import { readVariable, uniqueVariables } from "./variables.ts";
import { applyRecipe, limitsOf } from "./recipe/apply.ts";
import type { Recipe, RecipeFile } from "./recipe/recipe.ts";

/** All that a run needs. */
export interface RunPlan {
  /** With the recipe's prompts, if there is one. */
  readonly graph: Graph;
  readonly workflow: string;
  readonly source: PlanSource;
  readonly vars: Fields;
  /** The entry's input: all variables. */
  readonly input: Fields;
  /** The model of nodes that name none, if one was given for this run. */
  readonly model?: string;
  /** Names of environment variables that were read. */
  readonly env: readonly string[];
  readonly limits: Budget;
  readonly preset?: string;
  /** `{name, path, content}` as the log records it. */
  readonly recipe?: Fields;
  readonly simulated: boolean;
  readonly script?: { readonly path: string; readonly sha256: string };
  /** What the nodes of a flow see at first. */
  readonly frame?: {
    readonly input: Value;
    /** The number of the first step. */
    readonly step: number;
    readonly settings: RunSettings;
  };
  /** Where the run begins, if not at the graph's entry. */
  readonly entry?: string;
}

/** Where the graph comes from; `sha256` is of the text. */
export interface PlanSource {
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}

/** A variable from outside: text of a flag is read by the variable's type, a value must be of it. */
export type GivenVariable =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly value: Value };

/** What a plan is made of. */
export interface PlanRequest {
  readonly graph: Graph;
  readonly source: PlanSource;
  /** The last one of a name counts. */
  readonly given?: readonly GivenVariable[];
  readonly preset?: string;
  /** A recipe's file as JSON; with its text, mistakes have their place. */
  readonly recipe?: RecipeFile;
  /** The model that the graph was compiled with for nodes that name none, if not the environment's. */
  readonly model?: string;
  /** Limits by their names in a budget block, as values or `+value`. */
  readonly budget?: Readonly<Record<string, string | number>>;
  readonly simulated?: boolean;
  readonly script?: { readonly path: string; readonly sha256: string };
}

/** A plan, or why there can't be a run. */
export type Planned =
  | {
      readonly plan: RunPlan;
      /** Sentences about variables that nothing declares; the run takes them all the same. */
      readonly warnings: readonly string[];
    }
  | { readonly refusal: Refusal };

/** Plans a run, or refuses with every field that is wrong. */
export function createPlan(request: PlanRequest): Planned {
  const { preset, source, script, model, simulated = false } = request;
  const prepared = prepare(request);
  if ("refusal" in prepared) return prepared;
  const { graph, recipe, limits } = prepared;
  const read = readVariables(graph, [
    ...presetValues(graph, preset),
    ...recipeValues(recipe),
    ...(request.given ?? []),
  ]);
  if ("errors" in read) return { refusal: refuse(read.errors, hintOn(read.errors, graph)) };
  const plan: RunPlan = {
    graph,
    workflow: graph.name,
    source,
    vars: read.vars,
    input: read.vars,
    env: graph.environment,
    limits,
    ...(model === undefined ? {} : { model }),
    ...(preset === undefined ? {} : { preset }),
    ...(request.recipe === undefined
      ? {}
      : {
          recipe: { name: recipe.name, path: request.recipe.path, content: request.recipe.content },
        }),
    simulated,
    ...(script === undefined ? {} : { script }),
  };
  return { plan: Object.freeze(plan), warnings: read.warnings };
}

interface Prepared {
  readonly graph: Graph;
  readonly recipe: Recipe;
  readonly limits: Budget;
}

/** Everything but the variables. */
function prepare(request: PlanRequest): Prepared | { readonly refusal: Refusal } {
  const { graph, preset, recipe: file } = request;
  const presets = graph.presets.map(({ name }) => name);
  if (preset !== undefined && !presets.includes(preset)) {
    const message = describeUnknown("preset", preset, presets);
    const hint = "name one that the workflow has, or leave it out: variables keep their defaults";
    return { refusal: refuse([{ field: "preset", message }], hint) };
  }
  const applied = applyRecipe(graph, file);
  if ("refusal" in applied) return applied;
  const changed = changeLimits(limitsOf(applied), request.budget ?? {});
  if ("errors" in changed) return { refusal: refuse(changed.errors, limitHint) };
  return { ...applied, limits: changed.limits };
}

function presetValues(graph: Graph, preset: string | undefined): GivenVariable[] {
  const values = graph.presets.find(({ name }) => name === preset)?.values ?? {};
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** Recipes are written by hand, so text stands for a value of any type in them. */
function recipeValues({ vars }: Recipe): GivenVariable[] {
  return Object.entries(vars).map(([name, value]) =>
    typeof value === "string" ? { name, text: value } : { name, value },
  );
}

type ReadVariables =
  | { readonly vars: Fields; readonly warnings: readonly string[] }
  | { readonly errors: readonly FieldError[] };

function readVariables(graph: Graph, given: readonly GivenVariable[]): ReadVariables {
  const nearest = new Map(given.map((variable) => [variable.name, variable]));
  const declared = uniqueVariables(graph.vars);
  const errors: FieldError[] = [];
  const vars: [string, Value][] = [];
  for (const variable of declared.values()) {
    const result = readVariable(variable, nearest.get(variable.name));
    if ("message" in result) errors.push({ field: variable.name, message: result.message });
    else if (result.value !== undefined) vars.push([variable.name, result.value]);
  }
  /** Where one is missing, another that nothing declares and that is spelt like it is the one, mistyped. */
  const missing = errors.map(({ field }) => field ?? "").filter((name) => !nearest.has(name));
  const isMeant = (name: string): boolean => suggest(name, missing) !== undefined;
  const warnings: string[] = [];
  const takesOthers = graph.nodes.find(({ id }) => id === graph.entry)?.input == null;
  for (const [name, variable] of nearest) {
    if (declared.has(name)) continue;
    if (!takesOthers || isMeant(name)) {
      const message = describeUnknown("variable", name, declared.keys());
      errors.push({ field: name, message });
      continue;
    }
    vars.push([name, "text" in variable ? variable.text : variable.value]);
    const help = nameKnown(name, [...declared.keys()]);
    warnings.push(`nothing declares the variable \`${name}\`, so it is taken as it is; ${help}`);
  }
  return errors.length > 0 ? { errors } : { vars: Object.fromEntries(vars), warnings };
}

function describeUnknown(what: string, name: string, known: Iterable<string>): string {
  return `there is no ${what} \`${name}\`; ${nameKnown(name, [...known])}`;
}

function nameKnown(name: string, names: readonly string[]): string {
  const list = names.map((one) => `\`${one}\``).join(", ");
  return didYouMean(name, names, list === "" ? "the workflow has none" : `there is ${list}`);
}

const limitHint =
  "limits are written as `max_cost_usd=5`, `max_tokens=+5000` or `max_duration=30m`";

/** What a person would write for a value of a type. */
const samples: Readonly<Record<string, string>> = {
  string: "text",
  bool: "true",
  int: "3",
  float: "0.5",
  json: '{"key": "value"}',
  "string[]": "one,two",
};

/** How the first variable that has to be given another way is given. */
function hintOn(errors: readonly FieldError[], graph: Graph): string {
  const missing = errors.find(({ message }) => message.startsWith("is missing"))?.field;
  if (missing != null) return `give it: \`--var ${missing}=…\``;
  const declared = uniqueVariables(graph.vars);
  for (const { field } of errors) {
    const sample = samples[declared.get(field ?? "")?.type ?? ""];
    if (sample !== undefined) return `give it such as \`${sample}\`: \`--var ${field ?? ""}=…\``;
  }
  return "give only variables that the workflow declares";
}

function refuse(errors: readonly FieldError[], hint: string): Refusal {
  const lines = errors.map(({ field, message }) =>
    field === null || message.startsWith("there is no") ? message : `\`${field}\` ${message}`,
  );
  const sentence = `The run can't start: ${lines.join("; ")}`;
  return new Refusal("INPUT_INVALID", sentence.endsWith("?") ? sentence : `${sentence}.`, {
    errors,
    hint,
  });
}
