/** A flow as Mermaid text, valid or not, in the order written. Spec: flow §20. */
import type { FlowField } from "#core/graph/flow-form.ts";
import { trimBlanks } from "#core/text/unicode.ts";
import { edgesOf, sourcesOf, trimNodes } from "./document.ts";
import type { FlowDocument, FlowNode } from "./document.ts";

/** How a flow is drawn. */
export interface DiagramOptions {
  readonly strict?: boolean;
  /** A line for each field: cut, whole, or none. */
  readonly detail?: "none" | "cut" | "full";
}

/** Draws a flow; the text ends with a line feed. */
export function drawFlow(document: FlowDocument, options: DiagramOptions = {}): string {
  const nodes = trimNodes(document.nodes);
  const pen: Pen = { ...options, idOf: createIds(nodes, options.strict === true) };
  const lines = [
    ...nodes.map((node) => drawNode(node, pen)),
    ...nodes.flatMap((node) => [...drawSources(node, pen), ...drawEdges(node, pen)]),
  ];
  return ["flowchart TD", ...lines.map((line) => `  ${line}`), ""].join("\n");
}

interface Pen extends DiagramOptions {
  /** The id of a node by its place, or of a target by its name. */
  readonly idOf: (name: string, node?: FlowNode) => string;
}

function drawNode(node: FlowNode, pen: Pen): string {
  const label = [
    quote(node.id, pen),
    `(${node.type})`,
    ...detailsOf(node, pen).map((line) => quote(line, pen)),
  ].join("\\n");
  return `${pen.idOf(node.id, node)}["${label}"]`;
}

const widest = 60;

function detailsOf({ kind, fields }: FlowNode, { detail = "none" }: Pen): string[] {
  if (detail === "none") return [];
  return kind.flow.fields.filter(isDetail).flatMap(({ name }) => {
    const value = fields[name] ?? null;
    if (value === null) return [];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const line = `${name}: ${text.replaceAll(/\s*\n\s*/g, " ")}`;
    return [detail === "cut" && line.length > widest ? `${line.slice(0, widest - 1)}…` : line];
  });
}

function isDetail({ form }: FlowField): boolean {
  return form !== "edge" && form !== "edges" && form !== "sources" && form !== "source";
}

function drawEdges(node: FlowNode, pen: Pen): string[] {
  const from = pen.idOf(node.id, node);
  return edgesOf(node).map(({ target, label }) => {
    const arrow = label === null ? "-->" : `-- "${label}" -->`;
    return `${from} ${arrow} ${pen.idOf(target)}`;
  });
}

/** The strict profile draws the sources of lists only, and the other way round. */
function drawSources(node: FlowNode, pen: Pen): string[] {
  const own = pen.idOf(node.id, node);
  const lists = node.kind.flow.fields.some(({ form }) => form === "sources");
  return sourcesOf(node).flatMap(({ id }) => {
    if (pen.strict !== true) return [`${pen.idOf(id)} -. "source" .-> ${own}`];
    return lists ? [`${own} -- "source" --> ${pen.idOf(id)}`] : [];
  });
}

function quote(text: string, { strict }: Pen): string {
  return text.replaceAll('"', strict === true ? '\\"' : "#quot;");
}

const reserved =
  /^(?:end|graph|subgraph|flowchart|style|class|classDef|linkStyle|interpolate|click|default|direction|href|call)$/i;

/** Ids of nodes first, then of targets that are none. */
function createIds(nodes: readonly FlowNode[], strict: boolean): Pen["idOf"] {
  const taken = new Set<string>();
  const ofNode = new Map<FlowNode, string>();
  const ofName = new Map<string, string>();
  function choose(name: string): string {
    const plain = toId(name, strict);
    let id = plain;
    for (let count = 2; !strict && taken.has(id); count += 1) id = `${plain}_${count}`;
    taken.add(id);
    return id;
  }
  for (const node of nodes) {
    const id = choose(node.id);
    ofNode.set(node, id);
    if (!ofName.has(node.id)) ofName.set(node.id, id);
  }
  return (name, node) => {
    const known = node === undefined ? ofName.get(name) : ofNode.get(node);
    if (known !== undefined) return known;
    const id = choose(name);
    ofName.set(name, id);
    return id;
  };
}

function toId(name: string, strict: boolean): string {
  const text = trimBlanks(name);
  const plain = text.replaceAll(/[^A-Za-z0-9_]/gu, "_");
  const prefixed = !/^[A-Za-z_]/.test(text) || (!strict && reserved.test(text));
  return prefixed ? `n_${plain}` : plain;
}
