/** What of each limit is used. */
import type { Budget } from "../graph/graph.ts";
import { formatCost, formatCount, formatDuration } from "./format.ts";
import type { RunView } from "./run-view.ts";

/** A limit, what is used of it, and the share from 0 to 1 or above. */
export interface BudgetRow {
  readonly name: string;
  readonly used: string;
  readonly of: string;
  readonly share: number;
}

/** The limits of a run that something is charged to. */
export function budgetRows(view: Pick<RunView, "limits" | "usage" | "costKnown">): BudgetRow[] {
  const { limits, usage } = view;
  const tokens = usage.input_tokens + usage.output_tokens;
  const cost = (usd: number): string => formatCost(usd);
  return [
    ...row("Tokens", tokens, limits.maxTokens, formatCount),
    ...row("Cost", usage.cost_usd, limits.maxCostUsd, cost).map((each) =>
      view.costKnown ? each : { ...each, used: `${each.used} + ?` },
    ),
    ...row("Duration", usage.duration_ms, limits.maxDurationMs, formatDuration),
    ...row("Loop edges", usage.iterations, limits.maxIterations, formatCount),
  ];
}

/** A bar of ten for a share. */
export function printBar(share: number): string {
  const full = Math.max(0, Math.min(10, Math.floor(share * 10)));
  return "█".repeat(full) + "░".repeat(10 - full);
}

function row(
  name: string,
  used: number,
  limit: Budget["maxTokens"],
  format: (amount: number) => string,
): BudgetRow[] {
  if (limit === undefined) return [];
  return [{ name, used: format(used), of: format(limit), share: limit > 0 ? used / limit : 1 }];
}
