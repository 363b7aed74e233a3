/** Limits of a run, as graphs have them and as events write them. */
import type { Budget } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import { isFields } from "../graph/value.ts";

/** No limit at all. */
export const noLimits: Budget = { unknownPrice: "error" };

const names = [
  ["max_parallel_branches", "maxParallelBranches"],
  ["max_duration_ms", "maxDurationMs"],
  ["max_cost_usd", "maxCostUsd"],
  ["max_tokens", "maxTokens"],
  ["max_iterations", "maxIterations"],
] as const;

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

/** The limits after an event said some: those that it does not say stay. */
export function readLimits(value: Value | undefined, before: Budget): Budget {
  if (!isFields(value)) return before;
  const limits: { -readonly [Key in keyof Budget]: Budget[Key] } = { ...before };
  for (const [name, key] of names) {
    const limit = value[name];
    if (typeof limit === "number") limits[key] = limit;
  }
  if (value["unknown_price"] === "ignore") limits.unknownPrice = "ignore";
  return limits;
}
