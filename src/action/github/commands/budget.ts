/** `budget`: what was spent of a run and by which node, or more of it. Spec: github §4.3, §14. */
import { escapeCode } from "#core/report/escape.ts";
import { formatCost, formatCount, formatDuration } from "#core/report/format.ts";
import { table } from "#core/report/markdown.ts";
import { viewRun } from "#core/report/run-view.ts";
import type { RunState } from "#core/run/state.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { ThreadRun } from "../state/thread-runs.ts";
import { refused, told } from "./ask.ts";
import type { Act } from "./ask.ts";
import { raiseBudget } from "./go-on.ts";
import { anyRun, isRun, pickRun } from "./pick-run.ts";

/** Shows the table, or raises the limits. */
export const budget: Act = async (ask, command) => {
  const run = await pickRun(ask, command, anyRun(ask.runs));
  if (!isRun(run)) return run;
  if (command.raise !== undefined) return raiseBudget(ask, run, command.raise);
  if (run.left === null) return refused("no_checkpoint", explainReason("no_checkpoint"));
  const thread = ask.runs.flatMap(({ left }) => (left === null ? [] : [left.state]));
  return told([limitsTable(run.left.state, thread), nodesTable(run)].join("\n\n"));
};

/** What is counted, what of it was used by a run, and its limit. */
type Row = readonly [
  name: string,
  used: (state: RunState) => number,
  limit: (state: RunState) => number | undefined,
  format: (amount: number) => string,
];

const rows: readonly Row[] = [
  ["Cost", ({ spent }) => spent.cost_usd, ({ limits }) => limits.maxCostUsd, formatCost],
  [
    "Tokens",
    ({ spent }) => spent.input_tokens + spent.output_tokens,
    ({ limits }) => limits.maxTokens,
    formatCount,
  ],
  ["Time", ({ spent }) => spent.duration_ms, ({ limits }) => limits.maxDurationMs, formatDuration],
  [
    "Loop edges",
    ({ spent }) => spent.iterations,
    ({ limits }) => limits.maxIterations,
    formatCount,
  ],
];

function limitsTable(state: RunState, thread: readonly RunState[]): string {
  const cells = rows.map(([name, used, limit, format]) => {
    const most = limit(state);
    const all = thread.reduce((sum, one) => sum + used(one), 0);
    return [
      name,
      format(used(state)),
      most === undefined ? "none" : format(most),
      most === undefined ? "" : format(Math.max(0, most - used(state))),
      format(all),
    ];
  });
  return table(["", "Used", "Limit", "Left", "Newest runs of the thread"], cells);
}

function nodesTable({ left }: ThreadRun): string {
  const { activations } = viewRun(left?.events ?? []);
  const nodes = [...new Set(activations.map(({ node }) => node))];
  const cells = nodes.map((node) => {
    const usages = activations.filter((one) => one.node === node).map(({ usage }) => usage);
    const sum = (amount: (usage: (typeof usages)[number]) => number): number =>
      usages.reduce((total, usage) => total + amount(usage), 0);
    return [
      escapeCode(node),
      formatCount(usages.length),
      formatCount(sum((usage) => usage.input_tokens + usage.output_tokens)),
      formatCost(sum((usage) => usage.cost_usd)),
    ];
  });
  return table(["Node", "Visits", "Tokens", "Cost"], cells);
}
