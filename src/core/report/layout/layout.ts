/**
 * Where the nodes and edges of a graph are drawn: in layers from the entry down, as few crossings as
 * cheap sweeps find, loops back up on the right.
 *
 * The same graph always gives the same drawing. An edge's label has a place of its own in the layers,
 * so that labels cover neither nodes nor one another.
 */
import { orderLayers } from "./order.ts";
import { placeLayers } from "./place.ts";
import { rankNodes } from "./rank.ts";
import { labelHeight, routeEdges } from "./route.ts";

/** A node to draw, with its size. */
export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** An edge to draw; its label's size is zero if it has none. */
export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
  readonly labelWidth: number;
}

/** A point of a drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node's middle. */
export interface PlacedNode extends LayoutNode, Point {}

/** An edge's line as an SVG path, and where its label's middle is. */
export interface PlacedEdge {
  readonly path: string;
  readonly label: Point;
}

/** A drawing; edges come as they were given. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** What stands in a layer: a node, or a place where an edge passes. */
export interface Slot {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  /** Index of the edge that passes, or null for a node. */
  readonly edge: number | null;
}

/** A link between slots of neighbouring layers. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

/** Lays a graph out; `entry` is at the top. */
export function layOut(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  entry: string,
): Layout {
  const ranks = rankNodes(
    nodes.map(({ id }) => id),
    edges,
    entry,
  );
  const { layers, links, chains } = fillLayers(nodes, edges, ranks);
  const places = placeLayers(orderLayers(layers, links), links);
  return routeEdges({ nodes, edges, places, chains });
}

interface Filled {
  readonly layers: readonly (readonly Slot[])[];
  readonly links: readonly Link[];
  /** The slots that each edge passes, by its index; those that lead back have none. */
  readonly chains: ReadonlyMap<number, readonly string[]>;
}

/** Nodes stand in every other layer, labels in between. */
function fillLayers(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  ranks: ReadonlyMap<string, number>,
): Filled {
  const deepest = Math.max(0, ...ranks.values());
  const layers: Slot[][] = Array.from({ length: deepest * 2 + 1 }, () => []);
  for (const { id, width, height } of nodes) {
    layers[(ranks.get(id) ?? 0) * 2]?.push({ key: id, width, height, edge: null });
  }
  const links: Link[] = [];
  const chains = new Map<number, string[]>();
  for (const [index, edge] of edges.entries()) {
    const [top, bottom] = [(ranks.get(edge.from) ?? 0) * 2, (ranks.get(edge.to) ?? 0) * 2];
    if (bottom <= top) continue;
    const chain = [edge.from];
    for (let layer = top + 1; layer < bottom; layer += 1) {
      const labelled = layer === top + 1 && edge.labelWidth > 0;
      const key = `\u0000${index}.${layer}`;
      const [width, height] = labelled ? [edge.labelWidth, labelHeight] : [6, 0];
      layers[layer]?.push({ key, width, height, edge: index });
      chain.push(key);
    }
    chain.push(edge.to);
    chains.set(index, chain);
    for (const [at, to] of chain.slice(1).entries()) links.push({ from: chain[at] ?? "", to });
  }
  return { layers, links, chains };
}
