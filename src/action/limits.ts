/** The job's limits: they lower what the workflow says, and never raise it. */
import type { Budget } from "#core/graph/graph.ts";

/** What of the limits is below those of the workflow and its recipe, as a plan takes it. */
export function lowerBudget(
  budget: Budget,
  limits: { readonly maxCostUsd: number | undefined; readonly maxTokens: number | undefined },
): Record<string, number> {
  const lowered: Record<string, number> = {};
  if (limits.maxCostUsd !== undefined && limits.maxCostUsd < (budget.maxCostUsd ?? Infinity)) {
    lowered["max_cost_usd"] = limits.maxCostUsd;
  }
  if (limits.maxTokens !== undefined && limits.maxTokens < (budget.maxTokens ?? Infinity)) {
    lowered["max_tokens"] = limits.maxTokens;
  }
  return lowered;
}
