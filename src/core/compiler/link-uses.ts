/** Puts the graphs of files that nodes use into the graph, each under its node's name. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { CalledGraph, GraphNode } from "#core/graph/graph.ts";
import { hashGraph } from "#core/graph/hash.ts";
import type { CompileOptions, Lowered, UsedFile } from "#core/languages/language.ts";

/** Links a file; what cannot be used is reported where it is named. */
export function linkUses(
  lowered: Lowered,
  { readUse, sha256 }: Pick<CompileOptions, "readUse" | "sha256">,
  report: Report,
): Lowered {
  const { graph, origins, file } = lowered;
  const users = readUse === undefined ? [] : graph.nodes.filter(({ kind }) => kind === "use");
  if (readUse === undefined || users.length === 0) return lowered;
  const uses = new Map<string, UsedFile>();
  for (const node of users) {
    const path = usedPath(node);
    const property = origins.nodes.get(node.id)?.properties.get("file");
    if (path === null || property === undefined) continue;
    const used = readUse(path, file.path);
    uses.set(node.id, used);
    if (!("problem" in used)) continue;
    report(diagnose("C123", property.value, { file: path, problem: used.problem }));
  }
  const graphs = [...uses].flatMap(([name, used]) => toCalled(name, used));
  if (graphs.length === 0) return { ...lowered, uses };
  const linked = { ...graph, graphs };
  return { ...lowered, uses, graph: { ...linked, hash: hashGraph(linked, sha256) } };
}

/** The file that a node uses; null if it names none that could be one. */
export function usedPath(node: GraphNode): string | null {
  const path = "file" in node ? node.file : null;
  return typeof path === "string" && /\.(?:iter|json|yaml|yml)$/.test(path) ? path : null;
}

function toCalled(name: string, used: UsedFile): CalledGraph[] {
  if ("problem" in used) return [];
  const { graph, settings } = used;
  return [settings === undefined ? { name, graph } : { name, graph, settings }];
}
