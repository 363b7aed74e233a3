/**
 * Shows a run while it goes on: plain lines in a pipe, and at a terminal also a live tree of nodes
 * below them.
 */
import { formatCost, formatCount, formatDuration } from "#core/report/format.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import { createLiveRegion } from "./live-region.ts";
import type { Painted, Screen } from "./live-region.ts";
import { createLineMemory, lineOf } from "./lines.ts";
import type { Level, Line, Tone } from "./lines.ts";
import { createTree } from "./tree.ts";
import type { NodeMark, Row } from "./tree.ts";

/** What a reporter is made of. */
export interface TerminalOptions {
  readonly screen: Screen;
  /** A tree that is drawn again and again, or only lines. */
  readonly live: boolean;
  readonly level: Level;
  readonly color: (tone: Tone | "dim", text: string) => string;
  readonly redact: (text: string) => string;
  /** Milliseconds since the epoch, by the clock of the run. */
  readonly now: () => number;
  /** Events of earlier processes. */
  readonly before?: readonly RunEvent[];
}

/** A reporter that can step aside while somebody is asked something. */
export interface TerminalReporter extends Reporter {
  /** Takes the tree off the screen until the returned function is called. */
  stepAside(): () => void;
  close(): void;
}

const levels: readonly Level[] = ["error", "warn", "info", "debug", "trace"];
const drawEveryMs = 100;
const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Creates the reporter. */
export function createTerminalReporter(options: TerminalOptions): TerminalReporter {
  const { screen, live, now } = options;
  const memory = createLineMemory(options.before);
  const tree = createTree();
  const region = live ? createLiveRegion(screen) : undefined;
  let state: RunState | undefined;
  let aside = 0;
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    if (state === undefined || aside > 0) return;
    turn += 1;
    region?.draw(frameOf(tree.rows(now()), state, { ...options, turn }));
  }

  function say(line: Line, timestamp: string): void {
    const text = renderLine(line, options, timestamp);
    if (region === undefined || aside > 0) screen.write(`${text}\n`);
    else region.log([text]);
  }

  return {
    on(event, latest) {
      state = latest;
      tree.on(event);
      const line = lineOf(event, memory);
      if (line !== undefined && isWanted(line.level, options.level)) say(line, event.timestamp);
      if (region === undefined || timer !== undefined) return;
      draw();
      timer = setInterval(draw, drawEveryMs);
      timer.unref();
    },
    stepAside() {
      aside += 1;
      region?.clear();
      return () => {
        aside -= 1;
        draw();
      };
    },
    close() {
      clearInterval(timer);
      timer = undefined;
      state = undefined;
      region?.clear();
    },
  };
}

/** True if a level is among those that are wanted. */
export function isWanted(level: Level, wanted: Level): boolean {
  return levels.indexOf(level) <= levels.indexOf(wanted);
}

/** A line with its time, in colour, and what is set in below it. */
export function renderLine(
  line: Line,
  { color, redact }: Pick<TerminalOptions, "color" | "redact">,
  timestamp: string,
): string {
  const time = color("dim", new Date(timestamp).toTimeString().slice(0, 8));
  const block = line.block?.replaceAll(/^/gm, "           ") ?? "";
  const text = `${time} ${color(line.tone, line.sign)} ${redact(line.text)}`;
  return block === "" ? text : `${text}\n${redact(block)}`;
}

interface FrameOptions extends TerminalOptions {
  readonly turn: number;
}

/** The tree as it fits on the screen: what is going on first, and the last of what is done. */
function frameOf(rows: readonly Row[], state: RunState, options: FrameOptions): Painted[] {
  const room = Math.max(3, Math.min(20, (options.screen.rows ?? 24) - 4));
  const hidden = rows.length - room;
  const shown = hidden > 0 ? withoutOldest(rows, hidden + 1) : rows;
  const width = Math.max(0, ...shown.map(({ depth, name }) => depth * 2 + name.length));
  const more: Painted[] =
    hidden > 0 ? [[{ text: `  … ${rows.length - shown.length} more`, paint: dim(options) }]] : [];
  return [
    ...more,
    ...shown.map((row) => paintRow(row, width, options)),
    [{ text: `  ${totals(state, options.now())}`, paint: dim(options) }],
  ];
}

function withoutOldest(rows: readonly Row[], count: number): Row[] {
  const settled = rows.filter(({ mark }) => mark !== "running" && mark !== "waiting");
  const dropped = new Set(settled.slice(0, count));
  return rows.filter((row) => !dropped.has(row));
}

const signs: Readonly<Record<NodeMark, readonly [sign: string, tone: Tone]>> = {
  running: ["", "start"],
  done: ["✓", "good"],
  failed: ["✗", "bad"],
  waiting: ["⏸", "pause"],
  stopped: ["■", "plain"],
};

function paintRow(
  { depth, mark, name, detail }: Row,
  width: number,
  options: FrameOptions,
): Painted {
  const [sign, tone] = signs[mark];
  const still = spinner[options.turn % spinner.length] ?? "";
  const indented = `${"  ".repeat(depth)}${name}`;
  return [
    { text: "  " },
    { text: sign === "" ? still : sign, paint: (text) => options.color(tone, text) },
    { text: ` ${indented.padEnd(width)}  ` },
    { text: detail, paint: dim(options) },
  ];
}

/** What the whole run has used, and of how much. */
function totals({ spent, limits, status, timestamp }: RunState, now: number): string {
  const of = (limit: string | undefined): string => (limit === undefined ? "" : ` of ${limit}`);
  const { maxDurationMs, maxTokens, maxCostUsd } = limits;
  const tokens = spent.input_tokens + spent.output_tokens;
  const since = status === "running" ? Math.max(0, now - toMilliseconds(timestamp)) : 0;
  return [
    formatDuration(spent.duration_ms + since) +
      of(maxDurationMs === undefined ? undefined : formatDuration(maxDurationMs)),
    `${formatCount(tokens)}${of(maxTokens === undefined ? undefined : formatCount(maxTokens))} tokens`,
    formatCost(spent.cost_usd, spent.cost_source !== "unknown") +
      of(maxCostUsd === undefined ? undefined : formatCost(maxCostUsd)),
  ].join("  ·  ");
}

function dim({ color }: TerminalOptions): (text: string) => string {
  return (text) => color("dim", text);
}
