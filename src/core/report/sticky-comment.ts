/** A run as the one comment that stands on its thread. Spec: github §10.1. */
import type { Drawing } from "../graph/drawing.ts";
import type { Graph } from "../graph/graph.ts";
import type { Interaction } from "../run/state.ts";
import { budgetRows } from "./budget.ts";
import { cut, escapeCode, escapeInline, escapeLines } from "./escape.ts";
import { formatCost, formatCount, formatDuration } from "./format.ts";
import { renderNodes } from "./job-summary.ts";
import { renderRunDiagram, table } from "./markdown.ts";
import type { RunView } from "./run-view.ts";

/** What a comment says besides the run itself. */
export interface StickyOptions {
  /** The first line; it says whose comment this is. */
  readonly marker: string;
  readonly trigger: string;
  readonly prefix?: string;
  readonly commit?: string;
  readonly startedBy: string;
  readonly runUrl: string;
  /** Made safe to be written on GitHub. */
  readonly safe: (text: string) => string;
  /** UTF-16 units. */
  readonly limit?: number;
}

const longest = 60_000;
const longestInstructions = 20_000;

const words: Readonly<Record<RunView["status"], string>> = {
  running: "running",
  paused_waiting_human: "waiting for an answer",
  finished: "finished",
  failed: "failed",
  failed_resumable: "stopped, can be retried",
  cancelled: "cancelled",
};

/**
 * The comment as Markdown; what matters least goes first where it would be too long.
 *
 * @example
 * renderStickyComment(viewRun(events), { graph, drawings }, options);
 */
export function renderStickyComment(
  view: RunView,
  { graph, drawings }: { readonly graph: Graph; readonly drawings: ReadonlyMap<string, Drawing> },
  options: StickyOptions,
): string {
  const { limit = longest } = options;
  const head = [
    renderTitle(view, options),
    renderFailure(view, options),
    renderGates(view, options),
  ];
  const diagram = `\`\`\`mermaid\n${renderRunDiagram(view, graph, drawings).trimEnd()}\n\`\`\``;
  const body = [renderRow(view, options), diagram, fold(renderNodes(view, graph))];
  const foot = `<sub>[log](${options.runUrl}) · \`${options.prefix ?? "/iter"} help\` · updated ${shortTime(view.updatedAt)}</sub>`;
  for (let kept = body.length; kept >= 0; kept -= 1) {
    const text = join([...head, ...body.slice(0, kept), foot]);
    if (options.marker.length + 1 + text.length <= limit) return `${options.marker}\n${text}`;
  }
  return `${options.marker}\n${cut(join(head), limit - options.marker.length - 1)}`;
}

function join(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function renderTitle(view: RunView, { trigger }: StickyOptions): string {
  const mode = view.replayOf === null ? (view.simulated ? " · simulated" : "") : " · replayed";
  return `### Iter · ${escapeCode(trigger)} · ${words[view.status]}${mode}`;
}

function renderFailure({ failure, status }: RunView, { safe }: StickyOptions): string {
  if (failure === null || status === "finished") return "";
  const where = failure.node === null ? "" : ` at ${escapeCode(failure.node)}`;
  const hint = failure.hint === null ? "" : `\n>\n> What now: ${escapeLines(safe(failure.hint))}`;
  return `> [!CAUTION]\n> ${escapeCode(failure.code)}${where}: ${escapeInline(safe(failure.message))}${hint}`;
}

function renderGates({ gates, status }: RunView, options: StickyOptions): string {
  if (status !== "paused_waiting_human") return "";
  const open = gates.filter(({ answeredAt }) => answeredAt === null);
  return open.map((gate) => renderGate(gate, options)).join("\n\n");
}

function renderGate(gate: Interaction, { prefix = "/iter", commit, safe }: StickyOptions): string {
  const of = commit === undefined ? "" : ` of ${escapeCode(commit.slice(0, 12))}`;
  const asks = gate.fields.map(({ name, type }) => `${escapeCode(name)} (${type})`).join(", ");
  const said = cut(safe(gate.instructions ?? ""), longestInstructions);
  const lines = [
    "[!IMPORTANT]",
    `**${escapeInline(gate.gate)} · ${escapeInline(gate.nodeId)}**: an answer${of}: ${asks}`,
    ...(said === "" ? [] : ["", ...said.split("\n")]),
    "",
    "```text",
    ...commandsOf(gate, prefix),
    "```",
  ];
  return lines.map((line) => (line === "" ? ">" : `> ${line}`)).join("\n");
}

function commandsOf({ gate, fields }: Interaction, prefix: string): readonly string[] {
  const decides = fields.some(({ type }) => type === "bool");
  if (decides) return [`${prefix} approve ${gate}`, `${prefix} reject ${gate} <reason>`];
  return [`${prefix} answer ${gate}`, ...fields.map(({ name, type }) => `${name}: # ${type}`)];
}

function renderRow(view: RunView, { commit, startedBy, runUrl, safe }: StickyOptions): string {
  const limits = new Map(budgetRows(view).map((row) => [row.name, row.of]));
  const of = (name: string, used: string): string => {
    const limit = limits.get(name);
    return limit === undefined ? used : `${used} of ${limit}`;
  };
  const cells = [
    `[${escapeCode(view.runId)}](${runUrl})`,
    commit === undefined ? "" : escapeCode(commit.slice(0, 12)),
    safe(`@${startedBy}`),
    of("Duration", formatDuration(view.durationMs)),
    of("Tokens", formatCount(view.metrics.totalTokens)),
    of("Cost", formatCost(view.usage.cost_usd, view.costKnown)),
  ];
  return table(["Run", "Commit", "Started by", "Time", "Tokens", "Cost"], [cells]);
}

/** The first line becomes what is seen of the fold. */
function fold(text: string): string {
  const [heading = "", ...rest] = text.split("\n");
  if (heading === "") return "";
  return `<details><summary>${heading}</summary>\n${rest.join("\n")}\n\n</details>`;
}

function shortTime(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}
