/** The edges that leave a node. */
import type { WorkEdge, WorkGraph } from "./work-graph.ts";

const noEdges: readonly WorkEdge[] = [];

/** The outgoing edges of a node, in source order. */
export function edgesOf(work: Pick<WorkGraph, "outgoing">, node: string): readonly WorkEdge[] {
  return work.outgoing.get(node) ?? noEdges;
}
