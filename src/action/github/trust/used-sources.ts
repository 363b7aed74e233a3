/** Fetches the files that a workflow or a flow needs besides itself: what it uses, hosts, called graphs. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TrustedTree } from "#adapters/github/trusted-tree.ts";
import { isTakenAsFlow } from "#core/languages/flow-path.ts";

/** Fetches them all, each once; what is not there is told by whoever reads it. */
export async function fetchUsed(tree: TrustedTree, workflow: string): Promise<void> {
  const open = new Set([workflow]);
  // A set goes on to the entries that are added while it is gone through.
  for (const path of open) {
    const text = await read(tree, path);
    const named = isTakenAsFlow(path) ? await graphsBeside(tree, path) : usedIn(path, text ?? "");
    for (const one of named) open.add(one);
  }
}

/** The files of `use` declarations; what the compiler makes of them is its own matter. */
function usedIn(path: string, text: string): string[] {
  const uses = text.split(/^(?=\S)/m).filter((block) => block.startsWith("use "));
  return uses.flatMap((block) => {
    const file = /^\s+file:\s*"([^"]+)"/m.exec(block)?.[1];
    return file === undefined ? [] : [join(dirname(path), file)];
  });
}

async function graphsBeside(tree: TrustedTree, flow: string): Promise<string[]> {
  const host = await fetchHost(tree, flow);
  if (host === undefined) return [];
  const { parse } = await import("yaml");
  const { graphs } = readGraphs(parse(host.text));
  return graphs.map((file) => join(dirname(host.path), file));
}

async function fetchHost(
  tree: TrustedTree,
  flow: string,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const stem = flow.replace(/(?:\.flow)?\.(?:json|yaml|yml)$/, "");
  for (const place of [`${stem}.host`, join(dirname(flow), "flow.host")]) {
    for (const ending of ["yaml", "yml", "json"]) {
      const path = `${place}.${ending}`;
      const text = await read(tree, path);
      if (text !== null) return { path, text };
    }
  }
  return undefined;
}

async function read(tree: TrustedTree, path: string): Promise<string | null> {
  const found = await tree.fetch(path);
  return found ? readFileSync(join(tree.folder, path), "utf8") : null;
}

function readGraphs(content: unknown): { readonly graphs: readonly string[] } {
  const given = typeof content === "object" && content !== null ? content : {};
  const graphs = "graphs" in given ? given.graphs : null;
  const files = typeof graphs === "object" && graphs !== null ? Object.values(graphs) : [];
  return { graphs: files.filter((file) => typeof file === "string") };
}
