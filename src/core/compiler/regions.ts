/** What lies behind the edges of a router that starts branches, up to where branches meet. Spec: language §11.3. */
import { groupBy } from "#core/graph/group-by.ts";
import type { Lowered } from "#core/languages/language.ts";
import { indexOf, isFork } from "./graph-index.ts";
import type { Link } from "./graph-index.ts";
import { countLabels, spreadLabels } from "./label-sets.ts";
import type { LabelSet, Seed } from "./label-sets.ts";
import { oncePer } from "./once.ts";
import { endsOf, spread } from "./numbered-ways.ts";
import type { Arrows } from "./numbered-ways.ts";

/** A router that starts branches; label `n` of its sets is branch `n`. */
export interface Fork {
  readonly name: string;
  readonly number: number;
  readonly branches: readonly Link[];
}

/** Routers that are known to start two branches or more. */
export const forksOf: (lowered: Lowered) => readonly Fork[] = oncePer((lowered) => {
  const { nodes, net, outgoing } = indexOf(lowered);
  return [...nodes.values()].filter(isFork).flatMap(({ id: name }) => {
    const branches = outgoing(name).filter(({ to }) => net.numbers.has(to));
    const number = net.numbers.get(name);
    return number === undefined || branches.length < 2 ? [] : [{ name, number, branches }];
  });
});

/** 1 for each node at which branches meet explicitly: no region goes on there. */
export const meetings: (lowered: Lowered) => Uint8Array = oncePer((lowered) => {
  const { net, isMeeting } = indexOf(lowered);
  return Uint8Array.from(net.names, (name) => (isMeeting(name) ? 1 : 0));
});

/** 1 for each node from which one of some nodes can be reached within a region. */
export function leadingTo(lowered: Lowered, targets: Iterable<number>): Uint8Array {
  const meeting = meetings(lowered);
  const { backward } = indexOf(lowered).net.ways;
  return spread(backward, targets, (vertex) => meeting[vertex] === 1);
}

/** How many nodes may still be looked at: large graphs that are all knots are given up on. */
export interface Effort {
  left: number;
}

/** How to look at regions. */
export interface RegionOptions {
  /** Only nodes that count; all others are left out. */
  readonly within: (vertex: number) => boolean;
  readonly effort: Effort;
  /** Is shown every node and the branches that are known to lead there; true ends the search. */
  readonly until?: (vertex: number, regions: Regions) => boolean;
}

/** The regions of a fork's branches. */
export interface Regions {
  /** The branches in whose regions a node lies; null if in none or in all of them. */
  readonly branchesTo: (vertex: number) => LabelSet | null;
}

/** Finds what lies behind a fork's branches, as far as they don't all lead there. */
export function regionsOf(lowered: Lowered, fork: Fork, options: RegionOptions): Regions {
  const { net } = indexOf(lowered);
  const { within, effort, until } = options;
  const meeting = meetings(lowered);
  const order = net.order();
  const all = fork.branches.length;
  const blocked = (vertex: number): boolean =>
    vertex === fork.number || meeting[vertex] === 1 || !within(vertex);
  const seeds = fork.branches.map(({ to }, label) => ({
    vertex: net.numbers.get(to) ?? 0,
    label,
  }));
  const labels = groupBy(seeds, ({ vertex }) => vertex);
  const reached = new Map<number, LabelSet | null>();
  const regions: Regions = {
    branchesTo: (vertex) => {
      const known = reached.get(vertex);
      if (known !== undefined) return known;
      const set = traceBack(net.ways.backward, vertex, { labels, branches: all, blocked, effort });
      const count = countLabels(set);
      const few = count > 0 && count < all ? set : null;
      reached.set(vertex, few);
      return few;
    },
  };
  if (until !== undefined) {
    spreadLabels({
      arrows: net.ways.forward,
      seeds,
      labels: all,
      blocked,
      place: (vertex) => order[vertex] ?? 0,
      until: (vertex) => {
        effort.left -= 1;
        return effort.left < 0 || until(vertex, regions);
      },
    });
  }
  return regions;
}

interface Trace {
  /** The branches that begin at a node. */
  readonly labels: ReadonlyMap<number, readonly Seed[]>;
  readonly branches: number;
  readonly blocked: (vertex: number) => boolean;
  readonly effort: Effort;
}

/** The branches from whose beginnings a node can be reached; the search ends when it has met all. */
function traceBack(
  arrows: Arrows,
  start: number,
  { labels, branches, blocked, effort }: Trace,
): LabelSet {
  const set = new Uint32Array(Math.ceil(branches / 32));
  const seen = new Set(blocked(start) ? [] : [start]);
  let missing = labels.size;
  for (const vertex of seen) {
    effort.left -= 1;
    const begun = labels.get(vertex) ?? [];
    for (const { label } of begun) set[label >> 5] = (set[label >> 5] ?? 0) | (1 << (label & 31));
    if (begun.length > 0) missing -= 1;
    if (missing === 0 || effort.left < 0) break;
    for (const next of endsOf(arrows, vertex)) if (!blocked(next)) seen.add(next);
  }
  return set;
}
