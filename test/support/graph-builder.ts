/** Builds graphs for tests: only what matters needs to be said. */
import type { Drawing } from "#core/graph/drawing.ts";
import type { Edge, Graph, GraphNode } from "#core/graph/graph.ts";

/** An edge with its ends, and whatever else it has. */
export type PartialEdge = Partial<Edge> & Pick<Edge, "from" | "to">;

/** What of a graph matters; `nodes` without the terminals, which are added. */
export interface PartialGraph extends Partial<Omit<Graph, "edges" | "nodes">> {
  readonly nodes?: readonly (GraphNode & Readonly<Record<string, unknown>>)[];
  readonly edges?: readonly PartialEdge[];
}

/** A whole graph. */
export function createGraph({ nodes = [], edges = [], ...rest }: PartialGraph = {}): Graph {
  return {
    format: "iter/graph@1",
    language: "iter",
    name: "w",
    entry: nodes[0]?.id ?? "",
    vars: [],
    presets: [],
    schemas: [],
    prompts: [],
    mcpServers: [],
    mcp: { autoloadProject: false, servers: [], disable: [] },
    budget: null,
    toolPolicy: null,
    loops: [],
    environment: [],
    hash: "sha256:test",
    ...rest,
    nodes: [...nodes, { id: "done", kind: "done" }, { id: "fail", kind: "fail" }],
    edges: edges.map((edge, index) => ({
      id: `e${index}`,
      port: "next",
      when: null,
      loop: null,
      with: null,
      ...edge,
    })),
  };
}

/** Drawings of some kinds, made up where the test's point is elsewhere. */
export const drawings: ReadonlyMap<string, Drawing> = new Map<string, Drawing>([
  [
    "agent",
    {
      icon: "🤖",
      open: "[",
      close: "]",
      style: "fill:#00f",
      details: [
        { label: "model", field: "model" },
        { label: "in", field: "input" },
        { label: "out", field: "output" },
        { label: "session", field: "session", unless: "fresh" },
      ],
    },
  ],
  ["judge", { icon: "⚖️", open: "[", close: "]", style: "fill:#6a5acd" }],
  ["router", { icon: "🔀", open: "{", close: "}", style: "fill:#d2691e" }],
  ["human", { icon: "👤", open: ">", close: "]", style: "fill:#b8860b" }],
  [
    "join",
    {
      icon: "🔗",
      open: "[[",
      close: "]]",
      style: "fill:#708090",
      details: [{ label: "require", field: "require" }],
    },
  ],
  [
    "tool",
    {
      icon: "🔧",
      open: "[",
      close: "]",
      style: "fill:#2f4f4f",
      details: [{ label: "command", field: "command", template: true }],
    },
  ],
  [
    "compute",
    {
      icon: "🧮",
      open: "[/",
      close: "/]",
      style: "fill:#008080",
      details: [{ label: "expr", field: "expressions" }],
    },
  ],
  ["done", { icon: "✅", open: "([", close: "])", style: "fill:#2e8b57" }],
  ["fail", { icon: "❌", open: "([", close: "])", style: "fill:#b22222" }],
]);
