/** A run as the summary of a job: its way through the graph, what each node did, what it cost. */
import type { Drawing } from "../graph/drawing.ts";
import type { Graph } from "../graph/graph.ts";
import { groupBy } from "../graph/group-by.ts";
import { isOpenGate } from "../run/state.ts";
import type { ActivationView } from "./activations.ts";
import { budgetRows } from "./budget.ts";
import { describeChanges } from "./changes.ts";
import { cut, escapeCode, escapeInline, escapeLines } from "./escape.ts";
import { formatCount, formatDuration, formatNearCost } from "./format.ts";
import {
  describeEvaluation,
  describeStatus,
  renderChanges,
  renderMode,
  renderRunDiagram,
  table,
} from "./markdown.ts";
import type { RunView } from "./run-view.ts";
import { tellOutput } from "./timeline/output.ts";

/** The platform takes no more of one step, in bytes. */
const largest = 1024 * 1024;

/** The rows of the table of nodes; the report of the run has all of them. */
const mostRows = 200;

/** What a node says fits into a line. */
const longestSaying = 150;

/**
 * The summary as Markdown, within what the platform takes.
 *
 * @example
 * await summary.addRaw(renderJobSummary(viewRun(events), graph, drawings)).write();
 */
export function renderJobSummary(
  view: RunView,
  graph: Graph,
  drawings: ReadonlyMap<string, Drawing>,
): string {
  const parts = [
    `## Iter · ${escapeCode(view.workflow)} · ${describeStatus(view)}`,
    renderMode(view),
    renderFailure(view),
    view.evaluation === null
      ? ""
      : `> Evaluation: ${escapeInline(describeEvaluation(view.evaluation))}`,
    renderQuestions(view),
    renderTotals(view),
    `\`\`\`mermaid\n${renderRunDiagram(view, graph, drawings).trimEnd()}\n\`\`\``,
    renderNodes(view, graph),
    renderChangedFiles(view),
  ];
  const text = `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  if (new TextEncoder().encode(text).length <= largest) return text;
  return renderJobSummary(
    { ...view, activations: [], changes: [] },
    { ...graph, nodes: [], edges: [] },
    drawings,
  );
}

function renderFailure({ failure, status }: RunView): string {
  if (failure === null || status === "finished") return "";
  const where = failure.node === null ? "" : ` at ${escapeCode(failure.node)}`;
  const hint = failure.hint === null ? "" : `\n>\n> What now: ${escapeLines(failure.hint)}`;
  return `> [!CAUTION]\n> ${escapeCode(failure.code)}${where}: ${escapeInline(failure.message)}${hint}`;
}

function renderQuestions({ gates, status }: RunView): string {
  if (status !== "paused_waiting_human") return "";
  const open = gates.filter(isOpenGate);
  const lines = open.map((gate) => {
    const fields = gate.fields.map(({ name, type }) => `${escapeCode(name)} (${type})`).join(", ");
    return `> **${escapeInline(gate.gate)}** ${escapeCode(gate.nodeId)} waits for an answer: ${fields}`;
  });
  return ["> [!IMPORTANT]", ...lines].join("\n");
}

/** What the run took, and of what. */
function renderTotals(view: RunView): string {
  const limits = new Map(budgetRows(view).map((row) => [row.name, row.of]));
  const of = (name: string, used: string): string => {
    const limit = limits.get(name);
    return limit === undefined ? used : `${used} of ${limit}`;
  };
  const row = [
    escapeCode(view.runId),
    of("Duration", formatDuration(view.durationMs)),
    of("Tokens", formatCount(view.metrics.totalTokens)),
    of("Cost", formatNearCost(view.usage.cost_usd, view.costKnown)),
  ];
  return table(["Run", "Time", "Tokens", "Cost"], [row]);
}

/** A row for each node that was visited, in the order of the first visits. */
function renderNodes(view: RunView, graph: Graph): string {
  const { cells, of } = nodeRows(view, graph, longestSaying);
  if (cells.length === 0) return "";
  const more = cells.length - mostRows;
  const rest = more > 0 ? `\n\n… and ${formatCount(more)} more` : "";
  const heading = `Nodes: ${formatCount(cells.length)} of ${formatCount(of)} visited`;
  const head = ["Node", "Kind", "State", "Visits", "Time", "Tokens", "Cost", "Says"];
  return `${heading}\n\n${table(head, cells.slice(0, mostRows))}${rest}`;
}

/** What a table of nodes shows of each that was visited, and how many there are in all. */
export function nodeRows(
  { activations }: RunView,
  graph: Graph,
  longest: number,
): { readonly cells: readonly string[][]; readonly of: number } {
  const visits = groupBy(
    activations.filter(({ kind }) => !isEnd(kind)),
    ({ node }) => node,
  );
  return {
    cells: Array.from(visits, ([node, all]) => describeNode(node, all, longest)),
    of: graph.nodes.filter(({ kind }) => !isEnd(kind)).length,
  };
}

/** What the nodes changed in the workspace. */
function renderChangedFiles(view: RunView): string {
  const changes = renderChanges(view, mostRows);
  if (changes === "") return "";
  const sum = view.changes.length === 0 ? "" : `: ${escapeInline(describeChanges(view.changes))}`;
  return `Changed files${sum}\n\n${changes}`;
}

/** Ends do nothing: the title says which of them it was. */
function isEnd(kind: string): boolean {
  return kind === "done" || kind === "fail";
}

function describeNode(node: string, visits: readonly ActivationView[], longest: number): string[] {
  const last = visits.at(-1);
  const sum = (amount: (visit: ActivationView) => number): number =>
    visits.reduce((total, visit) => total + amount(visit), 0);
  return [
    escapeCode(node),
    escapeInline(last?.kind ?? ""),
    last?.status ?? "",
    formatCount(visits.length),
    formatDuration(sum(durationOf)),
    formatCount(sum(({ usage }) => usage.input_tokens + usage.output_tokens)),
    formatNearCost(
      sum(({ usage }) => usage.cost_usd),
      visits.every(({ usage }) => usage.cost_source !== "unknown"),
    ),
    escapeInline(cut(tellOutput(last?.output ?? null) ?? "", longest)),
  ];
}

function durationOf({ finishedAt, workedMs }: ActivationView): number {
  return finishedAt === null ? 0 : workedMs;
}
