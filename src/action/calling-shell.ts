/** Gives the programs of tool nodes the tools of GitHub: reading ones, and what their command names. Spec: github §12. */
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import type { Graph, GraphNode } from "#core/graph/graph.ts";
import { calledTools } from "#core/graph/taint.ts";
import { matchesTool } from "#core/kinds/conversation/policy.ts";
import type { ShellPort } from "#core/ports/shell.ts";
import type { WorldRequest } from "./world.ts";

/** The shell, in whose programs `iter github call` works if the run has tools of GitHub. */
export async function withCalls(
  shell: ShellPort,
  { graph, environment, lent = [] }: Pick<WorldRequest, "graph" | "environment" | "lent">,
): Promise<ShellPort> {
  const cli = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((path) => existsSync(path));
  if (lent.length === 0 || cli === undefined) return shell;
  const [{ createCallingShell }, { createTools }] = await Promise.all([
    import("#adapters/tools/calling-shell.ts"),
    import("#adapters/tools/index.ts"),
  ]);
  const tools = createTools(lent);
  return createCallingShell({
    shell,
    tools,
    refuse: (node, tool) => refuse(graph, node, { tool, readsOnly: tools.readsOnly(tool) }),
    iter: [process.execPath, cli],
    path: environment["PATH"] ?? ["/usr/local/bin", "/usr/bin", "/bin"].join(delimiter),
  });
}

/** The command line's first file, seen from the bundle, from one of its parts and from the sources. */
const places = ["../cli/index.mjs", "../../cli/index.mjs", "../cli/index.ts"];

/** What writes must stand in the workflow itself, where checks before the run have seen it. */
function refuse(
  graph: Graph,
  id: string,
  { tool, readsOnly }: { readonly tool: string; readonly readsOnly: boolean },
): string | null {
  if (graph.toolPolicy !== null && !matchesTool(graph.toolPolicy, tool))
    return `\`tool_policy\` of the workflow doesn't let \`${tool}\` through; add it there`;
  if (readsOnly) return null;
  const named = nodesOf(graph).some((node) => node.id === id && calledTools(node).includes(tool));
  if (named) return null;
  return `\`${tool}\` writes, and the command of \`${id}\` doesn't say so; write \`iter github call ${tool}\` in the node itself`;
}

function nodesOf({ nodes, graphs = [] }: Graph): readonly GraphNode[] {
  return [
    ...nodes,
    ...graphs.flatMap((called) => ("graph" in called ? nodesOf(called.graph) : [])),
  ];
}
