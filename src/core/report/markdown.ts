/** A run's report as Markdown: everything in it comes from the log, and all of it is escaped. */
import type { Drawing } from "../graph/drawing.ts";
import type { Graph } from "../graph/graph.ts";
import { toText } from "../graph/value.ts";
import type { Value } from "../graph/value.ts";
import type { Evaluation } from "../run/recipe/evaluate.ts";
import type { Interaction } from "../run/state.ts";
import { formatMoment } from "../run/timestamp.ts";
import { markNodes } from "./activations.ts";
import { budgetRows, printBar } from "./budget.ts";
import { describeFile, describeLines } from "./changes.ts";
import { cut, escapeBlock, escapeCode, escapeInline, escapeLines, escapeQuote } from "./escape.ts";
import { formatCount, formatDuration, formatExactCost, formatOffset } from "./format.ts";
import { renderMermaid } from "./mermaid/mermaid.ts";
import type { DiagramPath } from "./mermaid/mermaid.ts";
import type { RetrySummary } from "./flow/inspect.ts";
import type { RunView } from "./run-view.ts";
import type { TimelineEntry } from "./timeline/entry.ts";

/** How a report is written. */
export interface ReportOptions {
  /** For the diagram; without a graph the report has none. */
  readonly graph?: Graph;
  readonly drawings?: ReadonlyMap<string, Drawing>;
  /** Prompts and answers are quoted under each step. */
  readonly full?: boolean;
  /** What a flow tried again. */
  readonly retries?: readonly RetrySummary[];
}

const quoteLimit = 4000;
const detailLimit = 1000;
const mostChanges = 500;

/**
 * The report of a run. Spec: runtime §24.
 *
 * @example
 * await writeFile("report.md", renderReport(viewRun(events), { graph, drawings }));
 */
export function renderReport(view: RunView, options: ReportOptions = {}): string {
  const sections = [
    renderTitle(view),
    section("Summary", renderSummary(view)),
    section("Evaluation", renderEvaluation(view)),
    section("Budget", renderBudget(view)),
    section("Gates", renderGates(view.gates)),
    section("Artifacts", renderArtifacts(view)),
    section("Changed files", renderChanges(view, mostChanges)),
    section("Retries", renderRetries(options.retries ?? [])),
    section("Path", renderPath(view, options)),
    section("Timeline", renderTimeline(view.timeline, options.full === true)),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function renderRetries(retries: readonly RetrySummary[]): string {
  return retries
    .map(({ node_id: node, operation, retries: count, reasons }) => {
      const why = escapeInline(reasons.join("; "));
      return `- ${escapeCode(node)} (${escapeInline(operation)}): ${count}, ${why}`;
    })
    .join("\n");
}

/** The diagram of a run's graph with its way marked. */
export function renderRunDiagram(
  view: RunView,
  graph: Graph,
  drawings: ReadonlyMap<string, Drawing>,
): string {
  return renderMermaid({ graph, drawings, path: pathOf(view) });
}

/** A run's way through its own graph: of another one, edges would be marked that it never took. */
export function pathOf(view: RunView): DiagramPath {
  const nodes = markNodes(view.activations, view.status === "running" && !view.interrupted);
  const edges = new Map(view.edges.map(({ edge, count }) => [edge, count]));
  return { nodes, edges };
}

/** A status in words: `running (interrupted)`, `paused`, `failed (resumable)`. */
export function describeStatus({
  status,
  interrupted,
}: Pick<RunView, "status" | "interrupted">): string {
  switch (status) {
    case "running":
      return interrupted ? "running (interrupted)" : "running";
    case "paused_waiting_human":
      return "paused, waiting for a person";
    case "failed_resumable":
      return "failed (resumable)";
    case "finished":
    case "failed":
    case "cancelled":
      return status;
  }
}

function renderTitle(view: RunView): string {
  const title = `# Run Report: ${escapeInline(view.runId)}`;
  return [title, renderMode(view)].filter((part) => part !== "").join("\n\n");
}

/** Says of a run that called nobody that it did not; empty for any other. */
export function renderMode({ simulated, replayOf }: RunView): string {
  if (replayOf !== null) return `> Replay of ${escapeInline(replayOf)}.`;
  return simulated ? "> Simulated run: no model was called." : "";
}

function section(title: string, body: string): string {
  return body === "" ? "" : `## ${title}\n\n${body}`;
}

function renderSummary(view: RunView): string {
  const { metrics, failure, usage } = view;
  const rows: [string, string][] = [
    ["Workflow", escapeCode(view.workflow)],
    ...(view.recipe === null
      ? []
      : [["Recipe", escapeCode(view.recipe)] satisfies [string, string]]),
    ["Status", describeStatus(view)],
    ["Started", formatMoment(view.createdAt)],
    ["Duration", formatDuration(view.durationMs)],
    ["Waited", formatDuration(view.waitedMs)],
    ["Total Tokens", formatCount(metrics.totalTokens)],
    ["Total Cost", formatExactCost(usage.cost_usd, view.costKnown)],
    ["Model Calls", describeCalls(metrics)],
    ["Node Executions", formatCount(metrics.nodeCount)],
    ["Loop Edges", formatCount(metrics.loopEdges)],
    ["Attempts", formatCount(metrics.attempts)],
  ];
  if (failure !== null) {
    const where = failure.node === null ? "" : ` at ${escapeCode(failure.node)}`;
    const hint = failure.hint === null ? "" : ` — ${escapeLines(failure.hint)}`;
    rows.push([
      "Error",
      `${escapeCode(failure.code)}${where}: ${escapeInline(failure.message)}${hint}`,
    ]);
  }
  return table(["Field", "Value"], rows);
}

/** A call that failed is a call too, but nobody would guess so. */
function describeCalls({ modelCalls, failedCalls }: RunView["metrics"]): string {
  const failed = failedCalls === 0 ? "" : ` (${formatCount(failedCalls)} failed)`;
  return `${formatCount(modelCalls)}${failed}`;
}

/** What a recipe's evaluation policy says, as one word and its reason. */
export function describeEvaluation({ success, reason }: Evaluation): string {
  const word = success === null ? "PENDING" : success ? "SUCCESS" : "FAILURE";
  return `${word}: ${reason}`;
}

function renderEvaluation({ evaluation }: RunView): string {
  if (evaluation === null) return "";
  const { metric, value, wanted, secondary } = evaluation;
  const show = (item: Value): string => escapeCode(cut(JSON.stringify(item), 150));
  const rows = [
    [escapeCode(metric), show(value), show(wanted)],
    ...Object.entries(secondary).map(([name, item]) => [escapeCode(name), show(item), ""]),
  ];
  return `${escapeInline(describeEvaluation(evaluation))}\n\n${table(["Metric", "Value", "Wanted"], rows)}`;
}

function renderBudget(view: RunView): string {
  const rows = budgetRows(view).map(({ name, used, of, share }) => [
    name,
    used,
    of,
    printBar(share),
  ]);
  return rows.length === 0 ? "" : table(["Limit", "Used", "Of", ""], rows);
}

function renderGates(gates: readonly Interaction[]): string {
  if (gates.length === 0) return "";
  const rows = gates.map((gate) => [
    escapeInline(gate.gate),
    escapeCode(gate.nodeId),
    formatMoment(gate.requestedAt),
    gate.answeredAt === null ? "—" : formatMoment(gate.answeredAt),
    gate.submissions.map(({ by }) => escapeInline(by)).join(", ") || "—",
    describeAnswer(gate),
  ]);
  return table(["Gate", "Node", "Asked", "Answered", "By", "Answer"], rows);
}

function describeAnswer({ answers, submissions, minAnswers, withdrawn }: Interaction): string {
  if (withdrawn === true) return "withdrawn";
  if (answers === null) {
    return submissions.length === 0 ? "—" : `${submissions.length} of ${minAnswers}`;
  }
  const said = Object.entries(answers).map(([name, value]) => `${name}: ${toText(value)}`);
  return escapeInline(cut(said.join(", "), 300)) || "—";
}

function renderArtifacts({ artifacts }: RunView): string {
  if (artifacts.length === 0) return "";
  const rows = artifacts.map(({ name, node, version, summary }) => [
    escapeCode(name),
    escapeCode(node),
    String(version),
    escapeInline(summary),
  ]);
  return table(["Name", "Node", "Version", "Summary"], rows);
}

/** A row for each file that a node changed; empty if there are none. */
export function renderChanges(
  { changes, changesUnknown }: Pick<RunView, "changes" | "changesUnknown">,
  most: number,
): string {
  const rows = changes.flatMap(({ node, branch, files }) =>
    files.map((file) => [
      escapeCode(branch === "" ? node : `${branch}/${node}`),
      escapeCode(describeFile(file)),
      file.change,
      describeLines(file),
    ]),
  );
  const shown = rows.slice(0, most);
  const unnamed = changes.reduce((total, one) => total + one.unnamed, rows.length - shown.length);
  return [
    ...(shown.length === 0 ? [] : [table(["Node", "File", "Change", "Lines"], shown)]),
    ...(unnamed === 0 ? [] : [`… and ${formatCount(unnamed)} more`]),
    ...(changesUnknown === null
      ? []
      : [`Not all changes are known: ${escapeInline(changesUnknown)}.`]),
  ].join("\n\n");
}

function renderPath(view: RunView, { graph, drawings }: ReportOptions): string {
  if (graph === undefined || drawings === undefined) return "";
  return `\`\`\`mermaid\n${renderRunDiagram(view, graph, drawings)}\n\`\`\``;
}

/** Headings stand alone, what happened under one is a list. */
function renderTimeline(timeline: readonly TimelineEntry[], full: boolean): string {
  const blocks: string[] = [];
  let items: string[] = [];
  for (const entry of timeline) {
    if (!full && entry.quote !== undefined) continue;
    if (!entry.heading) {
      items.push(renderEntry(entry));
      continue;
    }
    blocks.push(items.join("\n"), ...renderHeading(entry));
    items = [];
  }
  return [...blocks, items.join("\n")].filter((block) => block !== "").join("\n\n");
}

function renderHeading(entry: TimelineEntry): string[] {
  const branch = entry.branchId === undefined ? "" : ` ${escapeCode(entry.branchId)}`;
  const iteration = entry.iterationPath;
  return [
    `### ${formatOffset(entry.offsetMs)} — ${escapeInline(entry.summary)}${branch}`,
    iteration === undefined ? "" : `> iteration ${escapeInline(iteration)}`,
    entry.detail === undefined ? "" : escapeQuote(entry.detail, detailLimit),
  ];
}

function renderEntry({ summary, detail, quote }: TimelineEntry): string {
  if (quote !== undefined) {
    return indent(`- ${quote.title}:\n${escapeBlock(quote.text, quoteLimit)}`);
  }
  const line = `- ${escapeInline(summary)}`;
  return detail === undefined ? line : indent(`${line}\n${escapeQuote(detail, detailLimit)}`);
}

/** What follows the first line belongs to the list item. */
function indent(text: string): string {
  return text.replaceAll(/\n(?=[^\n])/g, "\n  ");
}

/** A table of Markdown; cells are escaped already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
