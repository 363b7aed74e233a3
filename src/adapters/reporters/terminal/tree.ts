/**
 * The nodes of a run as a tree: what each of them does, for how long, and what it has used.
 *
 * Nodes of a branch stand below the node that opened it. A node that runs again keeps its place.
 */
import { formatCost, formatCount, formatDuration } from "#core/report/format.ts";
import { saidIn } from "#core/report/deeds/read.ts";
import type { RunEvent } from "#core/run/events.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import { toPrintableLine } from "#core/text/printable.ts";

/** As much as is shown of what a node is saying. */
const longestSaying = 60;

/** What a node is doing. */
export type NodeMark = "running" | "done" | "failed" | "waiting" | "stopped";

/** A row of the tree. */
export interface Row {
  readonly depth: number;
  readonly mark: NodeMark;
  readonly name: string;
  readonly detail: string;
}

interface Entry {
  readonly name: string;
  readonly branch: string;
  mark: NodeMark;
  runs: number;
  since: number;
  spentMs: number;
  tokens: number;
  costUsd: number;
  note: string;
  /** The end of what it is saying right now. */
  saying: string;
}

/** A tree that grows with a run. */
export interface Tree {
  on(event: RunEvent): void;
  rows(now: number): Row[];
}

/** Creates an empty tree. */
export function createTree(): Tree {
  const entries = new Map<string, Entry>();
  /** Entries and branches below a branch, in the order in which they first appeared. */
  const branches = new Map<string, { readonly parent: string; readonly fork: string }>();

  function entryOf(event: RunEvent): Entry | undefined {
    const { node_id: name, branch_id: branch = "" } = event;
    return name === undefined ? undefined : entries.get(`${branch}/${name}`);
  }

  function start(event: RunEvent): void {
    const { node_id: name = "", branch_id: branch = "" } = event;
    const at = toMilliseconds(event.timestamp);
    const known = entries.get(`${branch}/${name}`);
    if (known === undefined) {
      const counts = { runs: 1, since: at, spentMs: 0, tokens: 0, costUsd: 0 };
      const words = { note: "", saying: "" };
      entries.set(`${branch}/${name}`, { name, branch, mark: "running", ...counts, ...words });
      return;
    }
    known.runs += 1;
    known.since = at;
    known.mark = "running";
    known.note = "";
    known.saying = "";
  }

  function settle(event: RunEvent, mark: NodeMark, note = ""): void {
    const entry = entryOf(event);
    if (entry === undefined) return;
    if (entry.mark === "running") entry.spentMs += toMilliseconds(event.timestamp) - entry.since;
    entry.mark = mark;
    entry.note = note;
    entry.saying = "";
  }

  /** A delegate says a message at a time, a model a piece of one. */
  function hear(event: RunEvent): void {
    const entry = entryOf(event);
    if (entry === undefined) return;
    const { data = {} } = event;
    const said =
      event.type === "llm_text"
        ? entry.saying + textOf(data["text"])
        : saidIn(data["event"]).at(-1);
    if (said !== undefined) entry.saying = said.slice(-longestSaying);
  }

  function rest(event: RunEvent, mark: NodeMark): void {
    for (const entry of entries.values()) {
      if (entry.mark !== "running") continue;
      entry.spentMs += Math.max(0, toMilliseconds(event.timestamp) - entry.since);
      entry.mark = mark;
    }
  }

  function charge(event: RunEvent): void {
    const entry = entryOf(event);
    const { usage } = readUsage(event);
    if (entry !== undefined) entry.saying = "";
    if (entry === undefined || usage === undefined) return;
    entry.tokens += usage.tokens;
    entry.costUsd += usage.costUsd;
  }

  return {
    on(event) {
      const { data = {}, branch_id: branch = "" } = event;
      if (event.type === "branch_started") {
        const [parent, fork] = [data["parent"], data["fork"]];
        branches.set(branch, {
          parent: typeof parent === "string" ? parent : "",
          fork: typeof fork === "string" ? fork : "",
        });
      } else if (event.type === "node_started") start(event);
      // An earlier process started it.
      else if (event.type === "step_started" && entryOf(event) === undefined) start(event);
      else if (event.type === "llm_text" || event.type === "delegate_event") hear(event);
      else if (event.type === "step_finished") charge(event);
      else if (event.type === "node_finished") settle(event, "done");
      else if (event.type === "node_failed") settle(event, "failed", textOf(data["code"]));
      else if (event.type === "human_input_requested") {
        settle(event, "waiting", `gate ${textOf(data["gate"])}`);
      } else if (event.type === "human_answers_recorded" && data["closes"] === true) {
        settle(event, "running");
      } else if (/^run_(?:failed|cancelled|paused|finished)$/.test(event.type)) {
        rest(event, "stopped");
      }
    },
    rows: (now) => rowsOf("", 0, { entries: [...entries.values()], branches, now }),
  };
}

interface Forest {
  readonly entries: readonly Entry[];
  readonly branches: ReadonlyMap<string, { readonly parent: string; readonly fork: string }>;
  readonly now: number;
}

/** The rows of a branch; forks stand below the node that opened them. */
function rowsOf(branch: string, depth: number, forest: Forest): Row[] {
  return forest.entries
    .filter((entry) => entry.branch === branch)
    .flatMap((entry) => {
      const opened = [...forest.branches].filter(
        ([, { parent, fork }]) => parent === branch && nodeOf(fork) === entry.name,
      );
      return [
        rowOf(entry, depth, forest.now),
        ...opened.flatMap(([id]) => rowsOf(id, depth + 1, forest)),
      ];
    });
}

function rowOf(entry: Entry, depth: number, now: number): Row {
  const running = entry.mark === "running" ? Math.max(0, now - entry.since) : 0;
  const detail = [
    ...(entry.runs > 1 ? [`×${entry.runs}`] : []),
    formatDuration(entry.spentMs + running),
    ...(entry.tokens > 0 ? [`${formatCount(entry.tokens)} tokens`] : []),
    ...(entry.costUsd > 0 ? [formatCost(entry.costUsd)] : []),
    ...(entry.note === "" ? [] : [entry.note]),
    ...(entry.saying === "" ? [] : [`… ${toPrintableLine(entry.saying.replaceAll(/\s+/g, " "))}`]),
  ];
  return { depth, mark: entry.mark, name: entry.name, detail: detail.join("  ") };
}

/** The node of an activation id: `outer#0.a/fan#1` → `fan`. */
function nodeOf(activation: string): string {
  return activation.slice(activation.lastIndexOf("/") + 1).replace(/#\d+$/, "");
}

function readUsage({ data }: RunEvent): {
  readonly usage?: { readonly tokens: number; readonly costUsd: number };
} {
  const usage = data?.["usage"];
  if (typeof usage !== "object" || usage === null || Array.isArray(usage)) return {};
  const number = (key: string): number => {
    const value = Object.entries(usage).find(([name]) => name === key)?.[1];
    return typeof value === "number" ? value : 0;
  };
  const tokens = number("input_tokens") + number("output_tokens");
  return { usage: { tokens, costUsd: number("cost_usd") } };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
