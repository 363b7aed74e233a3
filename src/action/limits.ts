/** The job's limits: they lower what the workflow says, and never raise it. */
import type { Budget } from "#core/graph/graph.ts";

/** The limits as a plan takes them, by their names in a budget block. */
export function lowerBudget(
  budget: Budget | null,
  limits: { readonly maxCostUsd: number | undefined; readonly maxTokens: number | undefined },
): Record<string, number> {
  const lowered: Record<string, number> = {};
  if (limits.maxCostUsd !== undefined && limits.maxCostUsd < (budget?.maxCostUsd ?? Infinity)) {
    lowered["max_cost_usd"] = limits.maxCostUsd;
  }
  if (limits.maxTokens !== undefined && limits.maxTokens < (budget?.maxTokens ?? Infinity)) {
    lowered["max_tokens"] = limits.maxTokens;
  }
  return lowered;
}
