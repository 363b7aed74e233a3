/** Graphs as Mermaid flowcharts; the same graph always gives the same text. Spec: language §15. */
import { printCondition } from "#core/graph/condition.ts";
import { printDuration } from "#core/graph/duration.ts";
import type { Drawing } from "#core/graph/drawing.ts";
import type { Budget, Edge, Graph, GraphNode } from "#core/graph/graph.ts";
import { printTemplate } from "#core/graph/reference.ts";
import { edgesAsWritten, nodesAsWritten, portLabel } from "../written-order.ts";
import { createIds, cutText, escapeLabel } from "./label.ts";
import { nodeLines } from "./node-lines.ts";
import type { DiagramView } from "./node-lines.ts";

/** How far a run has come with a node. */
export type NodeMark = "done" | "running" | "waiting" | "failed";

/** A run's way through its graph. */
export interface DiagramPath {
  /** Nodes that were visited. */
  readonly nodes: ReadonlyMap<string, NodeMark>;
  /** How often edges were taken, by their index. */
  readonly edges: ReadonlyMap<number, number>;
}

/** What to draw. */
export interface Diagram {
  readonly graph: Graph;
  /** By kind; classes come in this order. */
  readonly drawings: ReadonlyMap<string, Drawing>;
  readonly view?: DiagramView;
  /** Marks a run's way: nodes are coloured by it and not by their kinds. */
  readonly path?: DiagramPath;
}

const unknownDrawing: Drawing = { icon: "❓", open: "[", close: "]", style: "" };
/** Kinds that only flows have are drawn without what their files alone know. */
const plainDrawing: Drawing = { icon: "", open: "[", close: "]", style: "" };

const marks = ["done", "running", "waiting", "failed", "skipped"] as const;

const markStyles: Readonly<Record<(typeof marks)[number], string>> = {
  done: "fill:#dafbe1,stroke:#1a7f37",
  running: "fill:#ddf4ff,stroke:#0969da",
  waiting: "fill:#fff8c5,stroke:#9a6700",
  failed: "fill:#ffebe9,stroke:#cf222e",
  skipped: "fill:none,stroke:#8c959f,stroke-dasharray:3",
};

interface DrawnNode {
  readonly id: string;
  readonly node: GraphNode;
}

/**
 * The Mermaid text of a graph.
 *
 * @example
 * renderMermaid({ graph, drawings: new Map(kinds.map((kind) => [kind.name, kind.drawing])) });
 */
export function renderMermaid(diagram: Diagram): string {
  const { graph, path, view = "compact" } = diagram;
  const takeId = createIds();
  const drawn = nodesToDraw(graph).map((node): DrawnNode => ({ id: takeId(node.id), node }));
  const ids = new Map(drawn.map(({ id, node }) => [node.id, id]));
  const edges = edgesAsWritten(graph).filter(([at, edge]) => isDrawn(edge, path?.edges.get(at)));
  const lines = [
    ...(view === "full" ? describeGraph(graph, takeId) : []),
    ...drawn.map(({ id, node }) => drawNode(diagram, id, node)),
    ...edges.map(([index, edge]) => drawEdge(diagram, edge, index, ids)),
    ...(path === undefined ? classByKind(diagram, drawn) : classByMark(path, drawn, edges)),
  ];
  return ["flowchart TD", ...lines.map((line) => `  ${line}`)].join("\n");
}

/** An edge that the author left out leads where another one does. */
function isDrawn({ implied = false }: Edge, taken = 0): boolean {
  return !implied || taken > 0;
}

/** Declared nodes, the terminals that edges lead to, and what edges name that isn't there. */
export function nodesToDraw(graph: Graph): GraphNode[] {
  const targets = new Set(graph.edges.map(({ to }) => to));
  const known = new Set(graph.nodes.map(({ id }) => id));
  const ends = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const isTerminal = ({ kind }: GraphNode): boolean => kind === "done" || kind === "fail";
  return [
    ...nodesAsWritten(graph).filter((node) => !isTerminal(node) || targets.has(node.id)),
    ...[...ends].filter((id) => !known.has(id)).map((id) => ({ id, kind: "unknown" })),
  ];
}

function drawNode(
  { graph, drawings, view = "compact" }: Diagram,
  id: string,
  node: GraphNode,
): string {
  const other = graph.language === "flow" ? plainDrawing : unknownDrawing;
  const drawing = drawings.get(node.kind) ?? other;
  const lines = [
    `${drawing.icon} ${node.id}`.trimStart(),
    ...nodeLines(graph, node, drawing, view),
  ];
  const meets = node.await != null && drawing.open.startsWith("[");
  const [open, close] = meets ? ["[[", "]]"] : [drawing.open, drawing.close];
  return `${id}${open}"${lines.map(escapeLabel).join("<br/>")}"${close}`;
}

function drawEdge(
  diagram: Diagram,
  edge: Edge,
  index: number,
  ids: ReadonlyMap<string, string>,
): string {
  const label = edgeParts(diagram, edge, diagram.path?.edges.get(index))
    .map(escapeLabel)
    .join(" / ");
  const arrow = label === "" ? "-->" : `-->|"${label}"|`;
  return `${ids.get(edge.from) ?? ""} ${arrow} ${ids.get(edge.to) ?? ""}`;
}

function edgeParts({ graph, view = "compact" }: Diagram, edge: Edge, taken?: number): string[] {
  const cut = view === "detailed" ? cutText : (text: string): string => text;
  const parts = [portLabel(graph, edge)].filter((part) => part !== "");
  if (edge.when !== null) parts.push(cut(printCondition(edge.when)));
  if (edge.loop !== null) {
    const max = graph.loops.find(({ name }) => name === edge.loop)?.max;
    parts.push(`loop:${edge.loop}(${max ?? "?"})`);
  }
  if (edge.with !== null && view !== "compact") {
    const entries = edge.with.map(({ key, value }) => `${key}=${cut(printTemplate(value))}`);
    parts.push(`with: ${entries.length === 0 ? "nothing" : entries.join(", ")}`);
  }
  if (taken !== undefined && taken > 0) parts.push(`×${taken}`);
  return parts;
}

function classByKind({ graph, drawings }: Diagram, drawn: readonly DrawnNode[]): string[] {
  const used = Array.from(drawings).flatMap(([kind, { style }]) => {
    const nodes = drawn.filter(({ node }) => node.kind === kind);
    return nodes.length === 0 ? [] : [{ name: kind.replaceAll(/\W/g, "_"), style, nodes }];
  });
  const entry = drawn.filter(({ node }) => node.id === graph.entry);
  if (entry.length > 0) used.push({ name: "entry", style: "stroke-width:3px", nodes: entry });
  return [
    ...used.map(({ name, style }) => `classDef ${name} ${style}`),
    ...used.map(({ name, nodes }) => `class ${nodes.map(({ id }) => id).join(",")} ${name}`),
  ];
}

function classByMark(
  { nodes, edges }: DiagramPath,
  drawn: readonly DrawnNode[],
  links: ReturnType<typeof edgesAsWritten>,
): string[] {
  const used = marks
    .map((mark) => ({
      mark,
      ids: drawn
        .filter(({ node }) => (nodes.get(node.id) ?? "skipped") === mark)
        .map(({ id }) => id),
    }))
    .filter(({ ids }) => ids.length > 0);
  // Links are counted as they are drawn, and not every edge is.
  const taken = links.flatMap(([index], link) => (edges.has(index) ? [link] : []));
  return [
    ...used.map(({ mark }) => `classDef ${mark} ${markStyles[mark]}`),
    ...used.map(({ mark, ids }) => `class ${ids.join(",")} ${mark}`),
    ...(taken.length === 0 ? [] : [`linkStyle ${taken.join(",")} stroke-width:3px`]),
  ];
}

/** What belongs to no node: a box with variables, limits, loops and presets. */
function describeGraph(graph: Graph, takeId: (name: string) => string): string[] {
  const vars = graph.vars.map(({ name, type, default: value }) =>
    value === undefined ? `${name}: ${type}` : `${name}: ${type} = ${JSON.stringify(value)}`,
  );
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["vars", vars],
    ["budget", graph.budget === null ? [] : describeBudget(graph.budget)],
    ["loops", graph.loops.map(({ name, max }) => `${name}: max ${max}`)],
    ["presets", graph.presets.map(({ name }) => name)],
  ];
  const title = escapeLabel(`${graph.name} (entry: ${graph.entry})`);
  return [
    `subgraph ${takeId("meta")}["${title}"]`,
    ...sections
      .filter(([, lines]) => lines.length > 0)
      .map(
        ([name, lines]) =>
          `${takeId(`meta_${name}`)}["${[name, ...lines].map(escapeLabel).join("<br/>")}"]`,
      ),
    "end",
  ];
}

function describeBudget(budget: Budget): string[] {
  const { maxDurationMs, unknownPrice } = budget;
  const lines: readonly (readonly [string, string | number | undefined])[] = [
    ["max_parallel_branches", budget.maxParallelBranches],
    ["max_duration", maxDurationMs === undefined ? undefined : printDuration(maxDurationMs)],
    ["max_cost_usd", budget.maxCostUsd],
    ["max_tokens", budget.maxTokens],
    ["max_iterations", budget.maxIterations],
    ["unknown_price", unknownPrice === "ignore" ? unknownPrice : undefined],
  ];
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
}
