/** A graph indexed for the simulator: nodes, ways out, and how far it is to `done`. */
import { groupBy } from "#core/graph/group-by.ts";
import type { Edge, Graph, GraphNode, Schema, SchemaField } from "#core/graph/graph.ts";
import type { Value } from "#core/graph/value.ts";

/** A graph, indexed. */
export interface GraphMap {
  readonly graph: Graph;
  /** A node of this graph, or of one that it calls. */
  node(id: string): GraphNode | undefined;
  /** A schema of this graph, or of one that it calls. */
  schema(name: string): Schema | undefined;
  /** Outgoing edges in source order. */
  edges(id: string): readonly Edge[];
  /** Number of edges on the shortest way to `done`; infinite if there is none. */
  distance(id: string): number;
  /** Edges by the distance of their targets, then in source order. */
  nearest(edges: readonly Edge[]): readonly Edge[];
  /** The function of the host that a step of a node calls, in this graph or one that it calls. */
  functionOf(nodeId: string, step: string): string | undefined;
}

/** Indexes a graph. */
export function createGraphMap(graph: Graph): GraphMap {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const all = [...graphsOf(graph), graph];
  const called = new Map(all.flatMap(byId));
  const schemas = new Map(
    all.flatMap((one) => one.schemas.map((schema) => [schema.name, schema] as const)),
  );
  const edges = groupBy(graph.edges, ({ from }) => from);
  const distances = distancesToDone(graph);
  const distance = (id: string): number => distances.get(id) ?? Number.POSITIVE_INFINITY;
  return {
    graph,
    node: (id) => nodes.get(id) ?? called.get(id),
    schema: (name) => schemas.get(name),
    edges: (id) => edges.get(id) ?? [],
    distance,
    functionOf: (nodeId, step) => functionOf(called.get(nodeId), step),
    nearest: (some) => some.toSorted((a, b) => compare(distance(a.to), distance(b.to))),
  };
}

function graphsOf({ graphs = [] }: Graph): Graph[] {
  return graphs.flatMap((one) => ("graph" in one ? [...graphsOf(one.graph), one.graph] : []));
}

function byId({ nodes }: Graph): (readonly [string, GraphNode])[] {
  return nodes.map((node) => [node.id, node] as const);
}

function functionOf(node: GraphNode | undefined, step: string): string | undefined {
  const field = step === "compensate" ? "compensate_tool" : "tool";
  if (!/^(?:call|item|primary):|^compensate$/.test(step)) return undefined;
  const name = propertyOf(node, field);
  return typeof name === "string" ? name : undefined;
}

/** A property that the node's kind added. */
export function propertyOf(node: GraphNode | undefined, name: string): Value | undefined {
  return node === undefined ? undefined : readProperties(node)[name];
}

/** The fields of a node's output schema, or undefined without one. */
export function outputFields(
  map: GraphMap,
  node: GraphNode | undefined,
): readonly SchemaField[] | undefined {
  return node?.output == null ? undefined : map.schema(node.output)?.fields;
}

function readProperties(node: GraphNode): Readonly<Record<string, Value | undefined>> {
  return node as unknown as Readonly<Record<string, Value | undefined>>;
}

/** Breadth first, backwards from `done`. */
function distancesToDone(graph: Graph): ReadonlyMap<string, number> {
  const incoming = groupBy(graph.edges, ({ to }) => to);
  const distances = new Map(
    graph.nodes.filter(({ kind }) => kind === "done").map(({ id }) => [id, 0]),
  );
  // A map goes on to the entries that are added while it is gone through.
  for (const [id, distance] of distances) {
    for (const { from } of incoming.get(id) ?? []) {
      if (!distances.has(from)) distances.set(from, distance + 1);
    }
  }
  return distances;
}

function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
