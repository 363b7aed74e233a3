/** The lines of edges between placed nodes. */
import type { Layout, LayoutEdge, LayoutNode, PlacedEdge, PlacedNode, Point } from "./layout.ts";

/** The height of an edge's label. */
export const labelHeight = 18;

const margin = 20;
const lane = 22;

/** What is to be joined by lines. */
export interface Routing {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
  readonly places: ReadonlyMap<string, Point>;
  readonly chains: ReadonlyMap<number, readonly string[]>;
}

/** The drawing: nodes where they are, and a line for each edge. */
export function routeEdges({ nodes, edges, places, chains }: Routing): Layout {
  const placed = nodes.map((node): PlacedNode => {
    const { x, y } = places.get(node.id) ?? { x: 0, y: 0 };
    return { ...node, x: x + margin, y: y + margin };
  });
  const byId = new Map(placed.map((node) => [node.id, node]));
  const passed = Array.from(places, ([key, { x }]) => (key.startsWith("\u0000") ? x + margin : 0));
  const right = Math.max(0, ...placed.map(({ x, width }) => x + width / 2), ...passed);
  const lanes = takeLanes(edges, chains, byId);
  let widest = right;
  const lines = edges.map((edge, index): PlacedEdge => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    if (from === undefined || to === undefined) return { path: "", label: { x: 0, y: 0 } };
    const chain = chains.get(index);
    if (chain !== undefined) return routeDown(from, to, pointsOf(chain, places, edge));
    const x = right + lane * ((lanes.get(index) ?? 0) + 1);
    widest = Math.max(widest, x + edge.labelWidth / 2 + 8);
    return routeBack(from, to, x);
  });
  const bottom = Math.max(0, ...placed.map(({ y, height }) => y + height / 2));
  return { width: widest + margin, height: bottom + margin, nodes: placed, edges: lines };
}

/** Edges that lead back take a lane each; the shortest are next to the nodes. */
function takeLanes(
  edges: readonly LayoutEdge[],
  chains: ReadonlyMap<number, readonly string[]>,
  nodes: ReadonlyMap<string, Point>,
): Map<number, number> {
  const back = edges.flatMap((edge, index) => {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    if (chains.has(index) || from === undefined || to === undefined) return [];
    return [{ index, width: edge.labelWidth, reach: from.y - to.y }];
  });
  back.sort((a, b) => a.reach - b.reach || a.index - b.index);
  const lanes = new Map<number, number>();
  let next = 0;
  for (const { index, width } of back) {
    const room = Math.max(0, width / 2 - lane / 2) / lane;
    lanes.set(index, next + room);
    next += 1 + 2 * room;
  }
  return lanes;
}

/** The label's place, and those beside nodes; a line needs no others to find its way. */
function pointsOf(
  chain: readonly string[],
  places: ReadonlyMap<string, Point>,
  { labelWidth }: LayoutEdge,
): Point[] {
  const between = chain.slice(1, -1);
  const needed = between.filter((_, at) => at % 2 === 1 || (at === 0 && labelWidth > 0));
  return needed.map((key) => {
    const { x, y } = places.get(key) ?? { x: 0, y: 0 };
    return { x: x + margin, y: y + margin };
  });
}

function routeDown(from: PlacedNode, to: PlacedNode, between: readonly Point[]): PlacedEdge {
  const start = { x: from.x, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y - to.height / 2 };
  const points = [start, ...between, end];
  const curves = points.slice(1).map((point, at) => {
    const before = points[at] ?? start;
    const half = (before.y + point.y) / 2;
    return `C${print(before.x, half)} ${print(point.x, half)} ${print(point.x, point.y)}`;
  });
  const [label = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }] = between;
  return { path: `M${print(start.x, start.y)} ${curves.join(" ")}`, label };
}

/** Out on the right, up or down along a lane, and in again on the right. */
function routeBack(from: PlacedNode, to: PlacedNode, x: number): PlacedEdge {
  const self = from.id === to.id;
  const [top, bottom] = self ? [to.y - 8, from.y + 8] : [to.y + 5, from.y - 5];
  const [start, end] = [from.x + from.width / 2, to.x + to.width / 2];
  const turn = Math.min(12, Math.abs(bottom - top) / 2);
  const up = bottom > top ? turn : -turn;
  const path = [
    `M${print(start, bottom)} L${print(x - turn, bottom)}`,
    `Q${print(x, bottom)} ${print(x, bottom - up)} L${print(x, top + up)}`,
    `Q${print(x, top)} ${print(x - turn, top)} L${print(end, top)}`,
  ].join(" ");
  return { path, label: { x, y: (top + bottom) / 2 - (self ? labelHeight : 0) } };
}

function print(x: number, y: number): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
