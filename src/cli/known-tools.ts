/** Says before a run which tools a workflow lists that nobody has. */
import { findKnownTools } from "#adapters/tools/known-tools.ts";
import type { Graph } from "#core/graph/graph.ts";
import { listToolFaults } from "#core/run/check-models.ts";
import { Refusal } from "#core/run/failure.ts";
import type { CompiledSource } from "#core/standard.ts";
import { warn } from "./output.ts";
import type { Session } from "./session.ts";
import { findWorkdir } from "./workplace.ts";

/** Warns of tools that are neither built in, nor declared beside the workflow, nor a server's. */
export async function warnOfTools(
  session: Session,
  { graph, file }: Pick<CompiledSource, "graph" | "file">,
  { tools: named, workdir }: { readonly tools?: string; readonly workdir?: string },
): Promise<void> {
  if (graph === null || (named === undefined && !graph.nodes.some(listsTools))) return;
  try {
    const { env, host } = session;
    const folder = findWorkdir(session, workdir);
    const request = { base: host.cwd(), workflow: file.path, named, graph, folder, env };
    const known = await findKnownTools(request);
    for (const { node, fault } of listToolFaults(graph, known)) {
      const [line, column] = node.at ?? [1, 1];
      const place = `${file.path}:${line}:${column}`;
      warn(session.output, `${place}: \`${node.id}\`: ${fault.message}; ${fault.hint}`);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    warn(session.output, error.message);
  }
}

function listsTools(node: Graph["nodes"][number]): boolean {
  const tools = "tools" in node ? node.tools : null;
  return Array.isArray(tools) && tools.length > 0;
}
