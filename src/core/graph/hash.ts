/** Canonical JSON and the graph's hash: what was meant, whatever the layout of the source. */
import type { CalledGraph, Graph } from "./graph.ts";
import { isFields, isList } from "./value.ts";
import type { Fields, Value } from "./value.ts";

/** Compact JSON with sorted keys; `skipNulls` leaves keys out whose value is null. */
export function toCanonicalJson(
  value: Value,
  options: { readonly skipNulls?: boolean } = {},
): string {
  if (isList(value)) return `[${value.map((item) => toCanonicalJson(item, options)).join(",")}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  const kept = options.skipNulls === true ? keys.filter((key) => value[key] !== null) : keys;
  const entries = kept.map(
    (key) => `${JSON.stringify(key)}:${toCanonicalJson(value[key] ?? null, options)}`,
  );
  return `{${entries.join(",")}}`;
}

/** `sha256:…` over everything in a graph but positions; `sha256` gives lower-case hex of a UTF-8 text. */
export function hashGraph(graph: Omit<Graph, "hash">, sha256: (text: string) => string): string {
  const { nodes, edges } = graph;
  const content = {
    ...graph,
    nodes: nodes.map(withoutPlace),
    edges: edges.map(withoutPlace),
    graphs: graph.graphs?.map(withHash),
    hash: undefined,
  };
  return `sha256:${sha256(toCanonicalJson(readPlain(content)))}`;
}

/** A called graph is known by its own hash, wherever in its file things stand. */
function withHash(called: CalledGraph): object {
  return "graph" in called ? { ...called, graph: called.graph.hash } : called;
}

function withoutPlace(placed: { readonly at?: unknown }): object {
  return { ...placed, at: undefined };
}

/** Plain JSON of a value; keys without a value go. */
function readPlain(value: unknown): Fields {
  return JSON.parse(JSON.stringify(value)) as Fields;
}
