/** What belongs to a loop. Spec: runtime §9.4. */
import type { Edge, Graph } from "#core/graph/graph.ts";
import { groupsOf, reachable, waysBack, waysOf } from "#core/graph/traverse.ts";

/** A loop, its bound and the nodes of its body. */
export interface LoopShape {
  readonly name: string;
  readonly max: number;
  readonly body: ReadonlySet<string>;
}

/** All loops of a graph by name, in source order. */
export function shapeLoops(graph: Graph): Map<string, LoopShape> {
  return new Map(
    graph.loops.map(({ name, max }) => [name, { name, max, body: bodyOf(graph, name) }]),
  );
}

function bodyOf(graph: Graph, name: string): ReadonlySet<string> {
  const own = graph.edges.filter((edge) => edge.loop === name);
  const direct = graph.edges.filter((edge) => edge.loop === null || edge.loop === name);
  const inDirect = cycleNodes(graph, direct, own);
  const cycle = inDirect.size > 0 ? inDirect : cycleNodes(graph, graph.edges, own);
  const heads = headsOf(graph, cycle);
  const inner = [...cycle].filter((node) => !heads.has(node));
  const around = reachable(waysBack(graph.edges), inner, (node) => heads.has(node));
  const body = new Set(cycle);
  for (const node of around) if (!heads.has(node)) body.add(node);
  return body;
}

/** The nodes on cycles that use at least one of the loop's edges. */
function cycleNodes(
  graph: Graph,
  edges: readonly Edge[],
  own: readonly Edge[],
): ReadonlySet<string> {
  const ids = graph.nodes.map((node) => node.id);
  const groups = groupsOf(ids, waysOf(edges));
  const groupOf = new Map(groups.flatMap((group, index) => group.map((node) => [node, index])));
  const cyclic = new Set<number | undefined>();
  for (const { from, to } of own) {
    if (groupOf.get(from) === groupOf.get(to)) cyclic.add(groupOf.get(from));
  }
  return new Set(groups.filter((_, index) => cyclic.has(index)).flat());
}

/** The nodes of a cycle that the entry leads to without coming through another node of it. */
function headsOf(graph: Graph, cycle: ReadonlySet<string>): ReadonlySet<string> {
  if (cycle.has(graph.entry)) return new Set([graph.entry]);
  const reached = reachable(waysOf(graph.edges), [graph.entry], (node) => cycle.has(node));
  return new Set([...cycle].filter((node) => reached.has(node)));
}
