/** Where the branches of a fork stop and meet. Spec: runtime §10.2. */
import type { Ways } from "#core/graph/traverse.ts";
import { reachable } from "#core/graph/traverse.ts";
import { edgesOf } from "./edges-of.ts";
import type { WorkGraph } from "./work-graph.ts";

/** The meeting points of a fork, and who can still come where. */
export interface Meetings {
  /** Every branch can come here on forward ways. */
  readonly common: ReadonlySet<string>;
  /** Joins and nodes with `await` that only some branches can come to. */
  readonly shared: ReadonlySet<string>;
  isPoint(node: string): boolean;
  /** True if a way of one edge or more leads to the target, not going on past the router or a common node. */
  leadsTo(node: string, target: string): boolean;
  /** The meeting points that are met first on all ways from a node. */
  nearest(node: string): readonly string[];
}

/** Finds the meeting points of a fork that a router opened along the chosen edges. */
export function findMeetings(work: WorkGraph, router: string, chosen: readonly number[]): Meetings {
  const firsts = firstNodes(work, router, chosen);
  const common = commonNodes(work, firsts);
  const stops = (node: string): boolean => node === router || common.has(node);
  const shared = sharedNodes(work, firsts, { common, stops });
  const reaches = new Map<string, ReadonlySet<string>>();
  const nearest = new Map<string, readonly string[]>();
  const targets = (node: string): readonly string[] => work.ways.get(node) ?? [];
  const isPoint = (node: string): boolean => common.has(node) || shared.has(node);
  return {
    common,
    shared,
    isPoint,
    leadsTo(node, target) {
      const known = reaches.get(node) ?? walk(work.ways, targets(node), stops);
      reaches.set(node, known);
      return known.has(target);
    },
    nearest(node) {
      const known =
        nearest.get(node) ??
        [...walk(work.ways, targets(node), (at) => at === router || isPoint(at))].filter(isPoint);
      nearest.set(node, known);
      return known;
    },
  };
}

/** For a fork of one branch the targets of all of the router's edges stand for the first nodes. */
function firstNodes(work: WorkGraph, router: string, chosen: readonly number[]): string[] {
  const edges = chosen.length === 1 ? edgesOf(work, router) : chosen.map((at) => work.edges[at]);
  return edges.flatMap((found) => found?.edge.to ?? []);
}

function commonNodes(work: WorkGraph, firsts: readonly string[]): Set<string> {
  let common: string[] | undefined;
  for (const first of new Set(firsts)) {
    const reached = reachable(work.forward, [first]);
    common = (common ?? [...reached]).filter((node) => reached.has(node));
  }
  return new Set(common?.filter((node) => node !== "done" && node !== "fail"));
}

/** Counted per branch, since two branches may begin at the same node. */
function sharedNodes(
  work: WorkGraph,
  firsts: readonly string[],
  fork: { readonly common: ReadonlySet<string>; readonly stops: (node: string) => boolean },
): Set<string> {
  const meeting = work.graph.nodes.filter(
    (node) => node.await != null && !fork.common.has(node.id),
  );
  if (meeting.length === 0) return new Set();
  const counts = new Map<string, number>();
  for (const first of firsts) {
    const reached = walk(work.ways, [first], fork.stops);
    for (const { id } of meeting) {
      if (reached.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return new Set([...counts].filter(([, count]) => count >= 2).map(([id]) => id));
}

/** Everything on ways that begin with the starts, not going on past where `stops` holds. */
function walk(
  ways: Ways,
  starts: readonly string[],
  stops: (node: string) => boolean,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...starts];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    if (!stops(at)) open.push(...(ways.get(at) ?? []));
  }
  return reached;
}
