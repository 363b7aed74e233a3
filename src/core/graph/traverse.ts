/** Ways through a graph: what can be reached, what goes in circles, how far it is. */
import type { Edge } from "./graph.ts";

/** The nodes that edges lead to, per node, in source order. */
export type Ways = ReadonlyMap<string, readonly string[]>;

type Link = Pick<Edge, "from" | "to">;

/** Where edges lead. */
export function waysOf(edges: readonly Link[]): Ways {
  return collect(edges.map(({ from, to }) => [from, to]));
}

/** Where edges come from. */
export function waysBack(edges: readonly Link[]): Ways {
  return collect(edges.map(({ from, to }) => [to, from]));
}

/**
 * All nodes on ways that begin at one of the starts, these included.
 * A node that `stop` is true for is reached but not passed; a start is passed in any case.
 */
export function reachable(
  ways: Ways,
  starts: Iterable<string>,
  stop: (node: string) => boolean = () => false,
): Set<string> {
  const reached = new Set(starts);
  const open = [...reached];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of ways.get(node) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      if (!stop(next)) open.push(next);
    }
  }
  return reached;
}

/** All nodes that one edge or more lead to from a node; itself only if it is on a cycle. */
export function reachableFrom(ways: Ways, node: string): Set<string> {
  return reachable(ways, ways.get(node) ?? []);
}

interface Visit {
  readonly node: string;
  readonly index: number;
  low: number;
  next: number;
}

/**
 * Groups of nodes that can all reach one another, alone or together: Tarjan's strongly connected
 * components, each in the order of `nodes`, what they lead to before them.
 */
export function groupsOf(nodes: readonly string[], ways: Ways): string[][] {
  const known = new Map<string, Visit>();
  const pending: Visit[] = [];
  const waiting = new Set<string>();
  const groups: string[][] = [];
  const path: Visit[] = [];
  const enter = (node: string): void => {
    const visit = { node, index: known.size, low: known.size, next: 0 };
    known.set(node, visit);
    pending.push(visit);
    waiting.add(node);
    path.push(visit);
  };
  const leave = (visit: Visit): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) parent.low = Math.min(parent.low, visit.low);
    if (visit.low !== visit.index) return;
    const group = pending.splice(pending.lastIndexOf(visit)).map(({ node }) => node);
    for (const node of group) waiting.delete(node);
    groups.push(group);
  };
  const step = (visit: Visit): void => {
    const target = ways.get(visit.node)?.[visit.next];
    visit.next += 1;
    const seen = target === undefined ? undefined : known.get(target);
    if (target === undefined) leave(visit);
    else if (seen === undefined) enter(target);
    else if (waiting.has(target)) visit.low = Math.min(visit.low, seen.index);
  };
  for (const node of nodes) {
    if (!known.has(node)) enter(node);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) step(visit);
  }
  const order = new Map(nodes.map((node, index) => [node, index]));
  return groups.map((group) => group.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}

/** The nodes that are on a cycle. */
export function nodesOnCycles(nodes: readonly string[], ways: Ways): Set<string> {
  const loops = groupsOf(nodes, ways).filter(
    ([first = "", second]) => second !== undefined || ways.get(first)?.includes(first) === true,
  );
  return new Set(loops.flat());
}

/**
 * Edges that close a cycle: searched depth first from the first node, then from every other one
 * not yet seen, edges in source order; an edge to a node that is still being searched closes one.
 */
export function closingEdges<Closing extends Link>(
  nodes: readonly string[],
  edges: readonly Closing[],
): Closing[] {
  const outgoing = collect(edges.map((edge) => [edge.from, edge]));
  const state = new Map<string, "searched" | "done">();
  const closing: Closing[] = [];
  for (const root of nodes) {
    const path = state.has(root) ? [] : [{ node: root, next: 0 }];
    state.set(root, state.get(root) ?? "searched");
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const edge = outgoing.get(top.node)?.[top.next];
      top.next += 1;
      if (edge === undefined) {
        state.set(top.node, "done");
        path.pop();
      } else if (state.get(edge.to) === "searched") closing.push(edge);
      else if (!state.has(edge.to)) {
        state.set(edge.to, "searched");
        path.push({ node: edge.to, next: 0 });
      }
    }
  }
  return closing;
}

function collect<Item>(pairs: readonly (readonly [string, Item])[]): Map<string, Item[]> {
  const collected = new Map<string, Item[]>();
  for (const [key, item] of pairs) {
    const items = collected.get(key);
    if (items === undefined) collected.set(key, [item]);
    else items.push(item);
  }
  return collected;
}
