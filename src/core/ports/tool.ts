/** The tool port: tools that models may call. */
import type { ServerUse } from "../graph/mcp-servers.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { DiscoveredServer, ToolHashes } from "../run/discovered-tools.ts";
import type { InformingType } from "../run/events.ts";
import type { EffectLog } from "./effects.ts";
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
  /** The same for programs, where there is more to it than a text. */
  readonly data?: Value;
  /** What it must know before it can go on: it is called again with the answer. */
  readonly question?: ToolQuestion;
}

/** A question of a tool; `fields` as those of `ask_user`. */
export interface ToolQuestion {
  readonly text: string;
  readonly fields?: Fields;
  /** What has to end, or to be written, before the tool can answer; then no person and no model is asked. */
  readonly waitsFor?: Fields;
  /** Which of them; default: checks that have to end. */
  readonly awaits?: "checks" | "effects";
}

/** Who answers a tool's questions. */
export interface ToolAnswers {
  /** What was asked in earlier calls of the same thing, and the answers. */
  readonly known: readonly { readonly question: string; readonly answers: Fields }[];
  /** True if there is somebody for one more question. */
  readonly open: boolean;
}

/** What is around a call, or around reaching a server. */
export interface ToolOptions {
  readonly signal: AbortSignal;
  readonly site: CallSite;
  /** Informing events as they happen (tool_progress …). */
  readonly onEvent?: (type: InformingType, data: Fields) => void;
  /** Told of a server's tools whenever this process has asked for their list. */
  readonly onListed?: (server: DiscoveredServer) => void;
}

/** What surrounds one call. */
export interface ToolCallOptions extends ToolOptions {
  /** The MCP server whose tool it is. */
  readonly server?: ServerUse;
  /** Where outward writes are recorded; without it a tool makes none. */
  readonly effects?: EffectLog;
  /** Without it nobody answers questions. */
  readonly answers?: ToolAnswers;
}

/** Lists and calls tools by their full name (`read_file`, `github.get_issue`, `mcp.server.tool`). */
export interface ToolPort {
  /** The tools that are there whatever the servers. */
  list(): readonly ToolDefinition[];
  /** Whether the tool changes nothing. */
  readsOnly(name: string): boolean;
  call(name: string, input: Value | Fields, options: ToolCallOptions): Promise<ToolOutput>;
  /** A fault that is known before the run: no such tool. Undefined if none. */
  check?(name: string): { readonly message: string; readonly hint: string } | undefined;
  /** Hashes of the tools that the workflow's author declared beside it, by name. */
  readonly own?: ToolHashes;
  /** Reaches MCP servers and asks for their tools; left out where no server is ever reached. */
  discover?(
    servers: readonly ServerUse[],
    options: ToolOptions,
  ): Promise<readonly DiscoveredServer[]>;
  /** Ends every server that was started; the port can be used again. */
  close?(): Promise<void>;
}
