/** Puts the graph together. */
import type { Graph, Prompt, Variable } from "#core/graph/graph.ts";
import { hashGraph } from "#core/graph/hash.ts";
import type { FileReading } from "./declarations.ts";
import type { Setting } from "./scope.ts";
import { lowerPrompt } from "./texts.ts";
import { settingsOf } from "./workflow.ts";

/** The graph of a file; schemas and prompts that no node names are left out. */
export function buildGraph(
  setting: Setting,
  reading: FileReading,
  {
    variables,
    presets,
  }: { readonly variables: readonly Variable[]; readonly presets: Graph["presets"] },
): Graph {
  const { workflow } = reading;
  const nodes = [...reading.nodes.values()];
  const schemas = new Set<string>();
  const prompts = new Set<string>();
  for (const node of nodes) {
    for (const name of node.origin.schemas) schemas.add(name);
    for (const name of node.origin.prompts) prompts.add(name);
  }
  const { name, entry, mcp, budget, toolPolicy } = settingsOf(workflow);
  const servers = [...reading.servers.values()].map(({ server }) => server);
  const graph: Omit<Graph, "hash" | "environment"> = {
    format: "iter/graph@1",
    language: "iter",
    name,
    entry,
    vars: variables,
    presets,
    schemas: [...reading.schemas.values()]
      .map(({ schema }) => schema)
      .filter((schema) => schemas.has(schema.name)),
    prompts: lowerPrompts(reading, prompts),
    mcpServers: servers.filter((server) => server !== null),
    mcp,
    budget,
    toolPolicy,
    nodes: [...nodes.map(({ node }) => node), ...terminals],
    edges: workflow?.edges ?? [],
    loops: workflow?.loops ?? [],
  };
  const complete = { ...graph, environment: [...setting.variables].sort() };
  return withHash(complete, setting.options.sha256);
}

/** The hash is worked out when somebody asks for it: most who check or draw a file never do. */
function withHash(graph: Omit<Graph, "hash">, sha256: (text: string) => string): Graph {
  let hash: string | undefined;
  return {
    ...graph,
    get hash() {
      return (hash ??= hashGraph(graph, sha256));
    },
  };
}

const terminals = [
  { id: "done", kind: "done" },
  { id: "fail", kind: "fail" },
];

function lowerPrompts({ prompts }: FileReading, used: ReadonlySet<string>): Prompt[] {
  return [...prompts]
    .filter(([name]) => used.has(name))
    .map(([name, { body, scope }]) => ({ name, text: lowerPrompt(scope, body) }));
}
