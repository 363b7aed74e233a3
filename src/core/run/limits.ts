/** Limits of a run, as graphs have them and as events write them. */
import type { Budget } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import { isFields } from "../graph/value.ts";
import type { Dimension } from "./state.ts";

/** No limit at all. */
export const noLimits: Budget = { unknownPrice: "error" };

const names = [
  ["max_parallel_branches", "maxParallelBranches"],
  ["max_duration_ms", "maxDurationMs"],
  ["max_cost_usd", "maxCostUsd"],
  ["max_tokens", "maxTokens"],
  ["max_iterations", "maxIterations"],
] as const;

const keys = {
  tokens: "maxTokens",
  cost_usd: "maxCostUsd",
  duration: "maxDurationMs",
  iterations: "maxIterations",
} as const satisfies Record<Dimension, keyof Budget>;

/** The limit of what is spent of one sort; undefined if there is none. */
export function limitOn(limits: Budget, dimension: Dimension): number | undefined {
  return limits[keys[dimension]];
}

/** True for a name of what a limit is on. */
export function isDimension(name: unknown): name is Dimension {
  return typeof name === "string" && Object.hasOwn(keys, name);
}

/** Limits as an event carries them; unlimited dimensions are left out. */
export function writeLimits(limits: Partial<Budget>): Fields {
  const written: Record<string, Value> = {};
  for (const [name, key] of names) {
    const limit = limits[key];
    if (limit !== undefined) written[name] = limit;
  }
  if (limits.unknownPrice === "ignore") written["unknown_price"] = "ignore";
  return written;
}

/** What has changed from some limits to others, as an event carries it: null where there is none any more. */
export function writeChanges(before: Budget, after: Budget): Fields {
  const old = writeLimits(before);
  const now = writeLimits(after);
  const changed: Record<string, Value> = {};
  for (const name of Object.keys({ ...old, ...now })) {
    if (old[name] !== now[name]) changed[name] = now[name] ?? null;
  }
  return changed;
}

/** The limits after an event said some: those that it does not say stay, null takes one away. */
export function readLimits(value: Value | undefined, before: Budget): Budget {
  if (!isFields(value)) return before;
  const limits: { -readonly [Key in keyof Budget]: Budget[Key] } = {
    unknownPrice: before.unknownPrice,
  };
  for (const [name, key] of names) {
    const said = value[name];
    const limit = typeof said === "number" ? said : said === null ? undefined : before[key];
    if (limit !== undefined) limits[key] = limit;
  }
  const unknown = value["unknown_price"];
  if (unknown !== undefined) limits.unknownPrice = unknown === "ignore" ? "ignore" : "error";
  return limits;
}
