/** The tool port: tools that models may call. */
import type { Fields, Value } from "../graph/value.ts";
import type { CallSite, ToolDefinition } from "./model.ts";

/** The tools that change nothing, by their names alone: where there is no port to ask. */
export const readingTools: ReadonlySet<string> = new Set([
  "git_diff",
  "git_status",
  "read_file",
  "list_files",
  "search_codebase",
  "tree",
]);

/** What a tool call gave; `failed` results are told to the model. */
export interface ToolOutput {
  readonly output: string;
  readonly failed: boolean;
}

/** Lists and calls tools by their full name (`read_file`, `github.get_issue`, `mcp.server.tool`). */
export interface ToolPort {
  list(): readonly ToolDefinition[];
  /** Whether the tool changes nothing. */
  readsOnly(name: string): boolean;
  call(
    name: string,
    input: Value | Fields,
    options: { readonly signal: AbortSignal; readonly site: CallSite },
  ): Promise<ToolOutput>;
  /** A fault that is known before the run: no such tool. Undefined if none. */
  check?(name: string): { readonly message: string; readonly hint: string } | undefined;
}
