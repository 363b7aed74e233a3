/** `budget`: what was spent of a run, its thread and the day, and by which node, or more of it. Spec: github §4.3, §14. */
import { escapeCode } from "#core/report/escape.ts";
import { formatCost, formatCount, formatDuration } from "#core/report/format.ts";
import { table } from "#core/report/markdown.ts";
import { viewRun } from "#core/report/run-view.ts";
import type { RunState } from "#core/run/state.ts";
import { amountsOf, leftOf, limitsOf, spendingOf } from "#src/github/budget/spending.ts";
import type { Account, Amounts, Dimension } from "#src/github/budget/spending.ts";
import { explainReason } from "#src/github/reasons.ts";
import { readAccounts } from "../budget/ledger.ts";
import type { Accounts } from "../budget/ledger.ts";
import type { ThreadRun } from "../state/thread-runs.ts";
import { refused, told } from "./ask.ts";
import type { Act } from "./ask.ts";
import { raiseBudget } from "./go-on.ts";
import { anyRun, isRun, pickRun } from "./pick-run.ts";

/** Shows the table, or raises the limits. */
export const budget: Act = async (ask, command) => {
  const { door } = ask;
  const run = await pickRun(ask, command, anyRun(ask.runs));
  if (!isRun(run)) return run;
  if (command.raise !== undefined) return raiseBudget(ask, run, command.raise);
  if (run.left === null) return refused("no_checkpoint", explainReason("no_checkpoint"));
  const { state, thread } = run.left;
  const simulated = state.start?.simulated === true;
  const accounts = await readAccounts(door, { thread, simulated }).catch(() => null);
  const unknown = accounts === null ? [explainReason("budget_unknown")] : [];
  return told([limitsTable(state, accounts), ...unknown, nodesTable(run)].join("\n\n"));
};

/** How amounts of what can be limited are written. */
const formats: Readonly<Record<Dimension, (amount: number) => string>> = {
  max_cost_usd: (amount) => formatCost(amount),
  max_tokens: (amount) => `${formatCount(amount)} tokens`,
  max_duration: formatDuration,
  max_iterations: (amount) => `${formatCount(amount)} loop edges`,
};

function limitsTable(state: RunState, accounts: Accounts | null): string {
  const run = { used: spendingOf(state.spent), ceiling: limitsOf(state.limits) };
  const columns = [run, accounts?.thread ?? null, accounts?.day ?? null];
  const row = (name: string, cell: (account: Account) => Amounts): string[] => [
    name,
    ...columns.map((account) => (account === null ? "" : describe(cell(account)))),
  ];
  return table(
    ["", "Run", "Thread", "Day"],
    [
      row("Used", ({ used }) => amountsOf(used)),
      row("Limit", ({ ceiling }) => ceiling),
      row("Left", leftOf),
    ],
  );
}

function describe(amounts: Amounts): string {
  const written = (Object.entries(amounts) as [Dimension, number][]).map(([name, amount]) =>
    formats[name](amount),
  );
  return written.length === 0 ? "none" : written.join(", ");
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
