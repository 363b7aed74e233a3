/** What lies behind the edges of a router that starts branches, up to where branches meet. Spec: language §11.3. */
import type { Lowered } from "#core/languages/language.ts";
import { indexOf, isFork } from "./graph-index.ts";
import type { Link } from "./graph-index.ts";
import { countLabels, spreadLabels } from "./label-sets.ts";
import type { LabelSet } from "./label-sets.ts";
import { oncePerFile } from "./once-per-file.ts";
import { endsOf, spread } from "./numbered-ways.ts";
import type { Arrows } from "./numbered-ways.ts";

/** A router that starts branches; label `n` of its sets is branch `n`. */
export interface Fork {
  readonly name: string;
  readonly number: number;
  readonly branches: readonly Link[];
}

/** Routers that are known to start two branches or more. */
export const forksOf: (lowered: Lowered) => readonly Fork[] = oncePerFile((lowered) => {
  const { nodes, net, outgoing } = indexOf(lowered);
  return [...nodes.values()].filter(isFork).flatMap(({ id: name }) => {
    const branches = outgoing(name).filter(({ to }) => net.numbers.has(to));
    const number = net.numbers.get(name);
    return number === undefined || branches.length < 2 ? [] : [{ name, number, branches }];
  });
});

/** 1 for each node at which branches meet explicitly: no region goes on there. */
export const meetings: (lowered: Lowered) => Uint8Array = oncePerFile((lowered) => {
  const { net, isMeeting } = indexOf(lowered);
  return Uint8Array.from(net.names, (name) => (isMeeting(name) ? 1 : 0));
});

/** 1 for each node from which one of some nodes can be reached within a region. */
export function leadingTo(lowered: Lowered, targets: Iterable<number>): Uint8Array {
  const meeting = meetings(lowered);
  const { backward } = indexOf(lowered).net.ways;
  return spread(backward, targets, (vertex) => meeting[vertex] === 1);
}

/** How to look at regions. */
export interface RegionOptions {
  /** Only nodes that count; all others are left out. */
  readonly within: (vertex: number) => boolean;
  /** Looks no further when this is true of a node and the branches that lead there. */
  readonly until?: (vertex: number, set: LabelSet) => boolean;
}

/** The regions of a fork's branches. */
export interface Regions {
  /** Nodes of some region, but for those that only lie behind nodes of all regions. */
  readonly nodes: Iterable<number>;
  /** The branches in whose regions one of these nodes lies; null if in all of them. */
  readonly branchesTo: (vertex: number) => LabelSet | null;
}

/** Finds what lies behind a fork's branches, as far as they don't all lead there. */
export function regionsOf(lowered: Lowered, fork: Fork, options: RegionOptions): Regions {
  const { net } = indexOf(lowered);
  const { within, until } = options;
  const meeting = meetings(lowered);
  const order = net.order();
  const blocked = (vertex: number): boolean =>
    vertex === fork.number || meeting[vertex] === 1 || !within(vertex);
  const sets = spreadLabels({
    arrows: net.ways.forward,
    seeds: fork.branches.map(({ to }, label) => ({ vertex: net.numbers.get(to) ?? 0, label })),
    labels: fork.branches.length,
    blocked,
    place: (vertex) => order[vertex] ?? 0,
    ...(until !== undefined && { until }),
  });
  const isCommon = (vertex: number): boolean => {
    const set = sets.get(vertex);
    return set !== undefined && countLabels(set) === fork.branches.length;
  };
  return {
    nodes: sets.keys(),
    branchesTo: (vertex) => {
      const set = sets.get(vertex);
      if (set === undefined || leadsFrom(net.ways.backward, vertex, blocked, isCommon)) return null;
      return set;
    },
  };
}

/** Whether arrows lead from a vertex, or it is one itself, to one of the wanted. */
function leadsFrom(
  arrows: Arrows,
  start: number,
  blocked: (vertex: number) => boolean,
  wanted: (vertex: number) => boolean,
): boolean {
  const seen = new Set([start]);
  for (const vertex of seen) {
    if (wanted(vertex)) return true;
    for (const next of endsOf(arrows, vertex)) if (!blocked(next)) seen.add(next);
  }
  return false;
}
