/** The job's limits: they lower what the workflow says, and never raise it. */
import type { Budget } from "#core/graph/graph.ts";
import { printDuration } from "#core/graph/duration.ts";
import type { Config } from "#src/github/config/config.ts";
import type { Inputs } from "./inputs.ts";

const names = {
  maxCostUsd: "max_cost_usd",
  maxTokens: "max_tokens",
  maxDurationMs: "max_duration",
  maxIterations: "max_iterations",
} as const;

/** What of the limits is below those of the workflow and its recipe, as a plan takes it. */
export function lowerBudget(
  budget: Budget,
  limits: Pick<Inputs, keyof typeof names>,
): Record<string, string | number> {
  const lowered: Record<string, string | number> = {};
  for (const key of ["maxCostUsd", "maxTokens", "maxDurationMs", "maxIterations"] as const) {
    const limit = limits[key];
    if (limit === undefined || limit >= (budget[key] ?? Infinity)) continue;
    lowered[names[key]] = key === "maxDurationMs" ? printDuration(limit) : limit;
  }
  return lowered;
}

/** The limits with what the file says of models without a price: with `tokens` those have to do. */
export function limitUnpriced(
  budget: Budget,
  rule: NonNullable<Config["budgets"]>["unknown_price"],
): Budget {
  if (rule === undefined) return budget;
  const ignored = rule === "ignore" || (rule === "tokens" && budget.maxTokens !== undefined);
  return { ...budget, unknownPrice: ignored ? "ignore" : "error" };
}
