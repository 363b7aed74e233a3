/** The drawing of a graph for the page. */
import { printCondition } from "#core/graph/condition.ts";
import type { Edge, Graph } from "#core/graph/graph.ts";
import { cut } from "../escape.ts";
import { layOut } from "../layout/layout.ts";
import { nodesToDraw } from "../mermaid/mermaid.ts";
import { portLabel } from "../written-order.ts";
import type { PageGraph } from "./page-data.ts";

const longestName = 26;
const longestLabel = 34;
const nodeHeight = 46;

/** The nodes and edges of a graph where they are drawn. */
export function viewGraph(graph: Graph): PageGraph {
  const nodes = nodesToDraw(graph);
  const labels = graph.edges.map((edge) => labelOf(graph, edge));
  const sizes = nodes.map(({ id, kind }) => ({
    id,
    width: Math.max(112, Math.max(cut(id, longestName).length * 8.3, (kind.length + 8) * 6) + 72),
    height: nodeHeight,
  }));
  const lines = graph.edges.map(({ from, to }, at) => ({
    from,
    to,
    labelWidth: labels[at] === "" ? 0 : (labels[at] ?? "").length * 6.1 + 14,
  }));
  const layout = layOut(sizes, lines, graph.entry);
  return {
    width: Math.ceil(layout.width),
    height: Math.ceil(layout.height),
    nodes: layout.nodes.map((placed, at) => ({
      ...placed,
      kind: nodes[at]?.kind ?? "",
      label: cut(placed.id, longestName),
      entry: placed.id === graph.entry,
    })),
    edges: layout.edges.map(({ path, label: at }, index) => ({
      from: graph.edges[index]?.from ?? "",
      to: graph.edges[index]?.to ?? "",
      path,
      label: labels[index] ?? "",
      at,
      width: lines[index]?.labelWidth ?? 0,
      loop: graph.edges[index]?.loop != null,
    })),
  };
}

function labelOf(graph: Graph, edge: Edge): string {
  const { when, loop } = edge;
  const bound = graph.loops.find(({ name }) => name === loop)?.max;
  return [
    ...[portLabel(graph, edge)].filter((label) => label !== ""),
    ...(when === null ? [] : [cut(printCondition(when), longestLabel)]),
    ...(loop === null ? [] : [`↻ ${loop} ≤ ${bound ?? "?"}`]),
  ].join(" · ");
}
