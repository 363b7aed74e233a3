/** What the names in `tools` and `tool_policy` mean, whichever program is told of them. */
import { readingTools } from "#core/ports/tool.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";

/** One entry of a list of tools. */
export type ToolWord =
  /** A tool of ours; programs have their own that does the same. */
  | { readonly kind: "own"; readonly name: string; readonly reads: boolean }
  /** A tool of an MCP server, or all of them. */
  | { readonly kind: "server"; readonly server: string; readonly tool: string | null }
  /** A pattern that covers nothing that a program has. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unknown"; readonly name: string };

/** Tools of ours that a program can do without us. */
export const ownTools: readonly string[] = [
  ...readingTools,
  "git_log",
  "write_file",
  "patch",
  "run_command",
];

/** Reads one entry; a server that the node hasn't got offers nothing. */
export function readToolWord(name: string, servers: readonly ServerUse[]): readonly ToolWord[] {
  const all = (): ToolWord[] =>
    servers.map((server) => ({ kind: "server", server: server.name, tool: null }));
  if (name === "mcp.*") return all();
  const [space, server, ...rest] = name.split(".");
  if (space === "mcp" && server !== undefined) {
    if (!servers.some((known) => known.name === server)) return [{ kind: "unknown", name }];
    const tool = rest.join(".");
    return [{ kind: "server", server, tool: tool === "" || tool === "*" ? null : tool }];
  }
  if (ownTools.includes(name)) return [{ kind: "own", name, reads: isReading(name) }];
  return name.endsWith("*") ? [{ kind: "nothing" }] : [{ kind: "unknown", name }];
}

function isReading(name: string): boolean {
  return readingTools.has(name) || name === "git_log";
}
