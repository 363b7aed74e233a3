/** A normalised document → the graph that the engine runs. Spec: flow §9.1. */
import type { FlowField } from "#core/graph/flow-form.ts";
import type { Edge, Graph, GraphNode } from "#core/graph/graph.ts";
import { hashGraph } from "#core/graph/hash.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { positionAt } from "#core/text/source-file.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { edgesOf } from "./document.ts";
import type { FlowDocument, FlowNode } from "./document.ts";

/** What lowering needs besides the document. */
export interface LowerOptions {
  readonly file: SourceFile;
  /** SHA-256 of a UTF-8 text as lower-case hex. */
  readonly sha256: (text: string) => string;
  /** The graphs that can be called. */
  readonly graphs?: Graph["graphs"];
  /** Functions that change the workspace. */
  readonly mutating?: readonly string[];
}

/** Makes the graph; a document with errors gives one that fails where they are. */
export function lowerFlow(document: FlowDocument, options: LowerOptions): Graph {
  const start = document.nodes.find(({ type }) => type === "start");
  const { graphs = [], sha256 } = options;
  const graph: Omit<Graph, "hash"> = {
    format: "iter/graph@1",
    language: "flow",
    ...(graphs.length === 0 ? {} : { graphs }),
    name: document.name,
    entry: start?.id ?? "",
    vars: [],
    presets: [],
    schemas: [],
    prompts: [],
    mcpServers: [],
    mcp: { autoloadProject: false, servers: [], disable: [] },
    budget: null,
    toolPolicy: null,
    nodes: document.nodes.map((node) => lowerNode(node, options)),
    edges: lowerEdges(document.nodes),
    loops: [],
    environment: [],
  };
  return { ...graph, hash: hashGraph(graph, sha256) };
}

const kindsOfEdges = ["edge"];

function lowerNode(node: FlowNode, { file, mutating = [] }: LowerOptions): GraphNode {
  const { line, column } = positionAt(file, node.at.id.start);
  const { fields, fixed = {} } = node.kind.flow;
  const own = fields.filter(({ form }) => !kindsOfEdges.includes(form));
  const calls = fields.some(
    ({ form, name }) => form === "function" && mutating.includes(textOf(node.fields[name])),
  );
  return {
    id: node.id,
    kind: node.kind.name,
    at: [line, column],
    ...fixed,
    ...Object.fromEntries(own.map((field) => [field.as ?? field.name, valueOf(node, field)])),
    ...(calls ? { mutates: true } : {}),
  };
}

/** The targets of routes are edges of the graph. */
function valueOf({ fields }: FlowNode, { name, form }: FlowField): Value {
  const value = fields[name] ?? null;
  if (form !== "routes" || !Array.isArray(value)) return value;
  return (value as readonly Fields[]).map(({ when = null }) => ({ when }));
}

function lowerEdges(nodes: readonly FlowNode[]): Edge[] {
  const ways = nodes.flatMap((node) => [...written(node), ...implied(node)]);
  return ways.map((way, index) => ({
    id: `e${index}`,
    ...way,
    when: null,
    loop: null,
    with: null,
  }));
}

type Way = Pick<Edge, "from" | "to" | "port" | "implied">;

function written(node: FlowNode): Way[] {
  return edgesOf(node).flatMap(({ port, target }) =>
    port === null ? [] : [{ from: node.id, to: target, port }],
  );
}

/** Ports whose edge the author left out. */
function implied({ id, kind, fields }: FlowNode): Way[] {
  return kind.flow.fields.flatMap(({ name, port, fallback }) => {
    if (port === undefined || fallback === undefined || fields[name] != null) return [];
    return [{ from: id, to: textOf(fields[fallback]), port, implied: true }];
  });
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
