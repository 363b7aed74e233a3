/** The picture of a run after so many of its events; a page goes through them back and forth. */
import type { Mark, PageEvent } from "./page-data.ts";

/** How things stand after some event. */
export interface Frame {
  /** How many events have happened. */
  readonly count: number;
  readonly run: Mark;
  /** By node: what it does now, or what its last activation has become. */
  readonly nodes: ReadonlyMap<string, NodeFrame>;
  /** How often each edge was taken. */
  readonly edges: ReadonlyMap<number, number>;
  /** The edges that were taken last: those since a node last started. */
  readonly fresh: ReadonlySet<number>;
  readonly tokens: number;
  readonly costUsd: number;
}

/** A node in a frame. */
export interface NodeFrame {
  readonly mark: Mark;
  readonly visits: number;
}

/** Goes through events; forward from where it is, back from the beginning. */
export interface Playback {
  readonly length: number;
  seek(count: number): Frame;
}

interface Draft {
  count: number;
  run: Mark;
  readonly steps: Map<string, { readonly node: string; mark: Mark }>;
  readonly visits: Map<string, string[]>;
  readonly edges: Map<number, number>;
  readonly fresh: Set<number>;
  tokens: number;
  costUsd: number;
}

/** Begins at the first of the events. */
export function createPlayback(events: readonly PageEvent[]): Playback {
  let draft = createDraft();
  return {
    length: events.length,
    seek(count) {
      const wanted = Math.max(0, Math.min(events.length, count));
      if (wanted < draft.count) draft = createDraft();
      for (const event of events.slice(draft.count, wanted)) apply(draft, event);
      draft.count = wanted;
      return toFrame(draft);
    },
  };
}

function createDraft(): Draft {
  return {
    count: 0,
    run: "idle",
    steps: new Map(),
    visits: new Map(),
    edges: new Map(),
    fresh: new Set(),
    tokens: 0,
    costUsd: 0,
  };
}

function apply(draft: Draft, event: PageEvent): void {
  const { mark, edge, step, node } = event;
  draft.tokens += event.tokens ?? 0;
  draft.costUsd += event.costUsd ?? 0;
  if (edge !== undefined) {
    draft.edges.set(edge, (draft.edges.get(edge) ?? 0) + 1);
    draft.fresh.add(edge);
  }
  if (mark === undefined) return;
  if (step === undefined || node === undefined) draft.run = mark;
  else applyToStep(draft, { node, step, mark, starts: event.type === "node_started" });
}

function applyToStep(
  draft: Draft,
  change: {
    readonly node: string;
    readonly step: string;
    readonly mark: Mark;
    readonly starts: boolean;
  },
): void {
  const { node, step, mark, starts } = change;
  if (starts) draft.fresh.clear();
  const known = draft.steps.get(step);
  if (known !== undefined) known.mark = mark;
  else {
    draft.steps.set(step, { node, mark });
    draft.visits.set(node, [...(draft.visits.get(node) ?? []), step]);
  }
}

function toFrame(draft: Draft): Frame {
  const { count, run, visits, edges, fresh, tokens, costUsd } = draft;
  const nodes = new Map<string, NodeFrame>();
  for (const [node, steps] of visits) {
    const marks = steps.map((step) => draft.steps.get(step)?.mark ?? "idle");
    nodes.set(node, { mark: sumUp(marks), visits: steps.length });
  }
  return { count, run, nodes, edges: new Map(edges), fresh: new Set(fresh), tokens, costUsd };
}

/** What goes on comes before what is over. */
function sumUp(marks: readonly Mark[]): Mark {
  if (marks.includes("running")) return "running";
  if (marks.includes("waiting")) return "waiting";
  return marks.at(-1) ?? "idle";
}
