/** Draws which folder of `src/` imports which, as Mermaid. */
import { cruise } from "dependency-cruiser";
import type { ICruiseResult } from "dependency-cruiser";

/** Folders of the core, each its own node; every other folder is one node. */
const folder = /^src\/(core\/[^/]+|[^/]+)/;

/** The diagram for the sources below `root`. */
export async function drawFolderGraph(root: string): Promise<string> {
  const { output } = await cruise(["src"], {
    baseDir: root,
    doNotFollow: { path: "node_modules" },
    includeOnly: "^src/",
    tsPreCompilationDeps: true,
  });
  const edges = collectEdges(output as ICruiseResult);
  const names = [...new Set(edges.flat())].toSorted();
  return [
    "```mermaid",
    "graph LR",
    ...names.map((name) => `  ${idOf(name)}["${name}"]`),
    ...edges.map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`),
    "```",
  ].join("\n");
}

function collectEdges(result: ICruiseResult): readonly (readonly [string, string])[] {
  const edges = new Map<string, readonly [string, string]>();
  for (const { source, dependencies } of result.modules) {
    for (const { resolved } of dependencies) {
      const [from, to] = [folderOf(source), folderOf(resolved)];
      if (from !== to) edges.set(`${from} ${to}`, [from, to]);
    }
  }
  return [...edges].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge);
}

function folderOf(path: string): string {
  return folder.exec(path)?.[1] ?? path;
}

function idOf(name: string): string {
  return name.replaceAll(/[^a-z0-9]+/gi, "_");
}
