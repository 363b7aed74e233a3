/** Nodes and edges as their author wrote them, and what a way out is called. */
import type { Edge, Graph, GraphNode } from "../graph/graph.ts";

/** The nodes of a graph in the order of its file; a flow runs with them sorted by id. */
export function nodesAsWritten({ language, nodes }: Graph): readonly GraphNode[] {
  return language === "flow" ? nodes.toSorted(comparePlaces) : nodes;
}

/** The edges of a graph in the order of the nodes that they leave, each with its index. */
export function edgesAsWritten(graph: Graph): readonly (readonly [index: number, edge: Edge])[] {
  const edges = graph.edges.map((edge, index) => [index, edge] as const);
  if (graph.language !== "flow") return edges;
  const places = new Map(nodesAsWritten(graph).map(({ id }, place) => [id, place]));
  const placeOf = ({ from }: Edge): number => places.get(from) ?? places.size;
  return edges.toSorted(([, a], [, b]) => placeOf(a) - placeOf(b));
}

/** The port of a flow's edge as a label; empty for the usual way on. */
export function portLabel({ language }: Graph, { port }: Edge): string {
  return language === "flow" && port !== "next" ? port : "";
}

function comparePlaces({ at: [line, column] = start }: GraphNode, other: GraphNode): number {
  const [otherLine, otherColumn] = other.at ?? start;
  return line - otherLine || column - otherColumn;
}

const start = [0, 0] as const;
