/** A run as the one comment that stands on its thread. Spec: github §10.1. */
import type { Drawing } from "#core/graph/drawing.ts";
import type { Graph } from "#core/graph/graph.ts";
import { budgetRows } from "../budget.ts";
import { cut, escapeCode, escapeInline, escapeLines } from "../escape.ts";
import { formatCount, formatDuration, formatNearCost } from "../format.ts";
import { renderRunDiagram } from "../markdown.ts";
import type { RunView } from "../run-view.ts";
import { describeStanding, standingOf } from "../standing.ts";
import { renderGates } from "./gate-box.ts";
import type { GateWords } from "./gate-box.ts";
import { renderNodeTable } from "./node-table.ts";
import { table } from "./table.ts";

/** What a comment says besides the run itself. */
export interface StickyOptions {
  /** The first line; it says whose comment this is. */
  readonly marker: string;
  readonly trigger: string;
  readonly prefix?: string;
  readonly commit?: string;
  readonly startedBy: string;
  readonly runUrl: string;
  /** Where the checkpoint can be looked at. */
  readonly checkpointUrl?: string;
  /** Where log, report and patch can be downloaded. */
  readonly reportUrl?: string;
  /** What is known of each open gate, by its label. */
  readonly gates?: Readonly<Record<string, GateWords>>;
  /** A line for each effect, and for each run before this one: Markdown of our own. */
  readonly effects?: readonly string[];
  readonly earlier?: readonly string[];
  /** Parts behind the effects: Markdown of our own. */
  readonly more?: readonly string[];
  readonly footer?: boolean;
  /** False where nobody can answer. */
  readonly commands?: boolean;
  /** How many nodes at most, before anything has to be left out. */
  readonly rows?: number;
  /** Made safe to be written on GitHub. */
  readonly safe: (text: string) => string;
  /** By default in UTF-16 units. */
  readonly limit?: number;
  readonly sizeOf?: (text: string) => number;
}

/** What a run's diagram is made of. */
export interface Drawable {
  readonly graph: Graph;
  readonly drawings: ReadonlyMap<string, Drawing>;
}

/** A comment takes somewhat more. */
export const longestComment = 60_000;

/** How much of each part is shown. */
interface Extent {
  readonly says: number;
  readonly earlier: number;
  readonly effects: number;
  readonly rows: number;
  readonly diagram: boolean;
  readonly instructions: number;
}

interface Drawn extends Drawable {
  readonly view: RunView;
  readonly options: StickyOptions;
}

const all: Extent = {
  says: 150,
  earlier: 20,
  effects: 200,
  rows: 200,
  diagram: true,
  instructions: Infinity,
};

/** What goes first where a comment would be too long, one after the other. */
const reductions: readonly Partial<Extent>[] = [
  {},
  { says: 80 },
  { says: 0 },
  { earlier: 0 },
  { effects: 20 },
  { rows: 40 },
  { diagram: false },
  { instructions: 20_000 },
];

/**
 * The comment as Markdown; what matters least goes first where it would be too long.
 *
 * @example
 * renderStickyComment(viewRun(events), { graph, drawings }, options);
 */
export function renderStickyComment(
  view: RunView,
  drawable: Drawable,
  options: StickyOptions,
): string {
  const { limit = longestComment, sizeOf = unitsOf, marker } = options;
  const drawn = { view, ...drawable, options };
  let extent: Extent = { ...all, rows: options.rows ?? all.rows };
  for (const reduction of reductions) {
    extent = { ...extent, ...reduction };
    const text = `${marker}\n${join([...head(drawn, extent), ...body(drawn, extent)])}`;
    if (sizeOf(text) <= limit) return text;
  }
  // The instructions give way before the marker, the title and what is asked.
  const bare = head(drawn, { ...extent, instructions: 0 });
  const room = limit - marker.length - join(bare).length - 200;
  const least = head(drawn, { ...extent, instructions: Math.max(0, Math.floor(room / 2)) });
  const text = `${marker}\n${join(least)}`;
  return text.length <= limit ? text : cut(`${marker}\n${join(bare)}`, limit);
}

function unitsOf(text: string): number {
  return text.length;
}

function join(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function head({ view, options }: Drawn, { instructions }: Extent): readonly string[] {
  return [
    renderTitle(view, options),
    renderFailure(view, options),
    renderGates(view, { ...options, longest: instructions }),
    renderNearLimits(view),
  ];
}

function body(drawn: Drawn, extent: Extent): readonly string[] {
  const { view, graph, drawings, options } = drawn;
  const { effects = [], earlier = [], more = [], footer = true } = options;
  return [
    renderRow(view, options),
    extent.diagram ? mermaid(renderRunDiagram(view, graph, drawings)) : "",
    renderNodeTable(view, graph, extent),
    fold(`Effects: ${effects.length}`, effects.slice(0, extent.effects)),
    ...more,
    fold(`Earlier runs: ${earlier.length}`, earlier.slice(0, extent.earlier)),
    footer ? renderFooter(view, options) : "",
  ];
}

function renderTitle(view: RunView, { trigger }: StickyOptions): string {
  const mode = view.replayOf === null ? (view.simulated ? " · simulated" : "") : " · replayed";
  return `### Iter · ${escapeCode(trigger)} · ${describeStanding(standingOf(view))}${mode}`;
}

function renderFailure(view: RunView, { safe, prefix = "/iter" }: StickyOptions): string {
  const { failure, status } = view;
  const standing = standingOf(view);
  if (failure === null || status === "finished" || standing === "paused") return "";
  const where = failure.node === null ? "" : ` at ${escapeCode(failure.node)}`;
  const more = standing === "over_budget" ? `\`${prefix} budget +…\` gives the run more.` : null;
  const now = more ?? (failure.hint === null ? null : escapeLines(safe(failure.hint)));
  const hint = now === null ? "" : `\n>\n> What now: ${now}`;
  return `> [!CAUTION]\n> ${escapeCode(failure.code)}${where}: ${escapeInline(safe(failure.message))}${hint}`;
}

/** From this share on people may want to raise a limit, or to stop. */
const nearShare = 0.8;

/** Limits that are nearly used up; of a run that is over, or that stopped for one, nobody raises them. */
function renderNearLimits(view: RunView): string {
  const isOver = ["finished", "failed", "cancelled"].includes(view.status);
  if (isOver || standingOf(view) === "over_budget") return "";
  const near = budgetRows(view).filter(({ share }) => share >= nearShare);
  if (near.length === 0) return "";
  const lines = near.map(
    ({ name, used, of, share }) =>
      `> ${name}: ${Math.floor(share * 100)} % is used, ${used} of ${of}.`,
  );
  return ["> [!WARNING]", ...lines].join("\n");
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
    of("Cost", formatNearCost(view.usage.cost_usd, view.costKnown)),
  ];
  return table(["Run", "Commit", "Started by", "Time", "Tokens", "Cost"], [cells]);
}

function renderFooter(view: RunView, options: StickyOptions): string {
  const { runUrl, checkpointUrl, reportUrl, prefix = "/iter" } = options;
  const parts = [
    `[log](${runUrl})`,
    ...(checkpointUrl === undefined ? [] : [`[checkpoint](${checkpointUrl})`]),
    ...(reportUrl === undefined ? [] : [`[report](${reportUrl})`]),
    `\`${prefix} help\``,
    `updated ${view.updatedAt.slice(0, 16).replace("T", " ")} UTC`,
  ];
  return `<sub>${parts.join(" · ")}</sub>`;
}

function mermaid(text: string): string {
  return `\`\`\`mermaid\n${text.trimEnd()}\n\`\`\``;
}

function fold(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<details><summary>${title}</summary>\n\n${lines.join("\n")}\n\n</details>`;
}
