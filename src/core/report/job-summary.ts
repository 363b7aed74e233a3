/** A run as the summary of a job: its way through the graph, what each node did, what it cost. */
import type { Drawing } from "../graph/drawing.ts";
import type { Graph } from "../graph/graph.ts";
import type { ActivationView } from "./activations.ts";
import { escapeCode, escapeInline } from "./escape.ts";
import { formatCost, formatCount, formatDuration } from "./format.ts";
import { describeStatus, renderMode, renderRunDiagram, table } from "./markdown.ts";
import type { RunView } from "./run-view.ts";

/** The platform takes no more of one step, in bytes. */
const largest = 1024 * 1024;

/** The rows of the table of nodes; the report of the run has all of them. */
const mostRows = 200;

/** The summary as Markdown, within what the platform takes. */
export function renderJobSummary(
  view: RunView,
  graph: Graph,
  drawings: ReadonlyMap<string, Drawing>,
): string {
  const parts = [
    `## Iter · ${escapeCode(view.workflow)} · ${describeStatus(view)}`,
    renderMode(view),
    renderFailure(view),
    renderQuestions(view),
    `\`\`\`mermaid\n${renderRunDiagram(view, graph, drawings).trimEnd()}\n\`\`\``,
    renderNodes(view.activations),
    `${formatCount(view.metrics.totalTokens)} tokens · ${formatCost(view.usage.cost_usd, view.costKnown)} · ${formatDuration(view.durationMs)} · run ${escapeCode(view.runId)}`,
  ];
  const text = `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  if (new TextEncoder().encode(text).length <= largest) return text;
  return renderJobSummary(
    { ...view, activations: [] },
    { ...graph, nodes: [], edges: [] },
    drawings,
  );
}

function renderFailure({ failure, status }: RunView): string {
  if (failure === null || status === "finished") return "";
  const where = failure.node === null ? "" : ` at ${escapeCode(failure.node)}`;
  const hint = failure.hint === null ? "" : `\n> ${escapeInline(failure.hint)}`;
  return `> ${escapeCode(failure.code)}${where}: ${escapeInline(failure.message)}${hint}`;
}

function renderQuestions({ gates, status }: RunView): string {
  if (status !== "paused_waiting_human") return "";
  const open = gates.filter(({ answeredAt }) => answeredAt === null);
  return open
    .map((gate) => {
      const fields = gate.fields
        .map(({ name, type }) => `${escapeCode(name)} (${type})`)
        .join(", ");
      return `> **${escapeInline(gate.gate)}** ${escapeCode(gate.nodeId)} waits for an answer: ${fields}`;
    })
    .join("\n");
}

function renderNodes(activations: readonly ActivationView[]): string {
  if (activations.length === 0) return "";
  const rows = activations
    .slice(0, mostRows)
    .map((activation) => [
      escapeCode(
        activation.branch === "" ? activation.node : `${activation.branch}/${activation.node}`,
      ),
      escapeInline(activation.kind),
      activation.status,
      formatCount(activation.usage.input_tokens + activation.usage.output_tokens),
      formatCost(activation.usage.cost_usd),
    ]);
  const more = activations.length - rows.length;
  const rest = more > 0 ? `\n\n… and ${formatCount(more)} more` : "";
  return `${table(["Node", "Kind", "State", "Tokens", "Cost"], rows)}${rest}`;
}
