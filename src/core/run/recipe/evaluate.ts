/** Whether a run was what its recipe calls a success: worked out of the log, whenever somebody asks. */
import { resolvePath } from "#core/graph/reference.ts";
import { equalValues, isFields, toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunState } from "../state.ts";
import { noRecipe } from "./no-recipe.ts";
import { readRecipe } from "./recipe.ts";

/** What a recipe's evaluation policy says about a run. */
export interface Evaluation {
  readonly recipe: string;
  readonly metric: string;
  /** What the metric was; null if nothing put it out. */
  readonly value: Value;
  readonly wanted: Value;
  /** Null as long as the run can still go on. */
  readonly success: boolean | null;
  readonly reason: string;
  readonly secondary: Fields;
}

/** Metrics of the run itself, for `secondary_metrics`. */
export const runMetrics: readonly string[] = [
  "total_cost_usd",
  "total_duration",
  "total_iterations",
  "total_retries",
  "total_tokens",
];

/**
 * The verdict on a run; null if its recipe has no evaluation policy.
 *
 * @example
 * evaluateRun(fold(events))?.success;
 */
export function evaluateRun(state: RunState): Evaluation | null {
  const content = state.start?.recipe?.["content"];
  const { name, evaluation } = content === undefined ? noRecipe : readRecipe(content).recipe;
  if (evaluation === null) return null;
  const { primaryMetric: metric, successValue: wanted, secondaryMetrics } = evaluation;
  const value = measure(state, metric);
  const secondary = secondaryMetrics.map((name): [string, Value] => [
    name,
    runMetrics.includes(name) ? measureRun(state, name) : measure(state, name),
  ]);
  return {
    recipe: name,
    metric,
    value,
    wanted,
    ...judge(state, { metric, value, wanted }),
    secondary: Object.fromEntries(secondary),
  };
}

function judge(
  { status }: RunState,
  {
    metric,
    value,
    wanted,
  }: { readonly metric: string; readonly value: Value; readonly wanted: Value },
): Pick<Evaluation, "success" | "reason"> {
  if (status === "failed") return { success: false, reason: "the run failed" };
  if (status !== "finished") return { success: null, reason: "the run isn't over" };
  const is = `${metric} is ${describe(value)}`;
  if (isWanted(value, wanted)) return { success: true, reason: is };
  return { success: false, reason: `${is}, not ${describe(wanted)}` };
}

/** Recipes are written by hand: `"true"` is as good as `true`. */
function isWanted(value: Value, wanted: Value): boolean {
  if (value === null) return wanted === null;
  return equalValues(value, wanted) || (typeof wanted === "string" && toText(value) === wanted);
}

function describe(value: Value): string {
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/**
 * A field of the run's output; else `node.field` of a node's last output; else the field of the last
 * output that has it.
 */
function measure(state: RunState, metric: string): Value {
  const written = metric.split(".");
  const named = written[0] === "outputs" && written.length > 1;
  const path = named ? written.slice(1) : written;
  const [first = "", ...rest] = path;
  const outputs = lastOutputs(state).reverse();
  const ofRun = isFields(state.output) && Object.hasOwn(state.output, first);
  if (ofRun && !named) return resolvePath(path, state.output);
  const ofNode = outputs.find(({ node }) => node === first);
  if (ofNode !== undefined && rest.length > 0) return resolvePath(rest, ofNode.output);
  const having = outputs.find(({ output }) => isFields(output) && Object.hasOwn(output, first));
  return having === undefined ? null : resolvePath(path, having.output);
}

/** What the nodes of the main branch put out, the latest last. */
function lastOutputs(state: RunState): { readonly node: string; readonly output: Value }[] {
  return (state.branches[""]?.visits ?? []).flatMap(({ activation, artifact }) => {
    const visited = artifact === undefined ? state.activations[activation] : undefined;
    return visited === undefined ? [] : [{ node: visited.node, output: visited.output }];
  });
}

function measureRun({ spent, retries }: RunState, metric: string): Value {
  switch (metric) {
    case "total_cost_usd":
      return spent.cost_usd;
    case "total_duration":
      return spent.duration_ms;
    case "total_iterations":
      return spent.iterations;
    case "total_tokens":
      return spent.input_tokens + spent.output_tokens;
    default:
      return retries;
  }
}
