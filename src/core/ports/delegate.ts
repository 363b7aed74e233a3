/** The delegate port: one call of a coding agent that is run as a program. */
import type { ReasoningEffort } from "../graph/graph.ts";
import type { ServerUse } from "../graph/mcp-servers.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { Usage } from "../run/failure.ts";
import type { InformingType } from "../run/events.ts";
import type { CallSite } from "./model.ts";

/** What a delegate is asked to do. */
export interface DelegateTask {
  readonly backend: "claude_code" | "codex";
  readonly model: string | null;
  readonly system: string;
  readonly prompt: string;
  readonly schema: Fields | null;
  readonly readonly: boolean;
  /** Allowed tools; null means the program's usual set. */
  readonly tools: readonly string[] | null;
  /** MCP servers that the program is to start or call. */
  readonly mcpServers: readonly ServerUse[];
  readonly maxTurns: number;
  readonly reasoningEffort: ReasoningEffort | null;
  /** The program's session to go on with. */
  readonly session: { readonly id: string; readonly fork: boolean } | null;
  readonly mayAsk: boolean;
  /** US dollars that are left for the whole run; null if its cost has no limit. */
  readonly budgetUsd: number | null;
  readonly env: readonly string[];
  readonly site: CallSite;
}

/** What a program is to keep to. */
export type DelegateRules = Pick<DelegateTask, "tools" | "mcpServers" | "readonly" | "maxTurns">;

/** What came back. */
export interface DelegateResult {
  readonly text: string;
  /** The structured answer, if a schema was asked for and the program gave one. */
  readonly structured: Value | undefined;
  /** A question that ended the call. */
  readonly question: { readonly text: string; readonly fields?: Fields } | undefined;
  readonly sessionId: string | null;
  /** Files of the program's session, as they were kept with the run. */
  readonly files?: readonly SessionFile[];
  readonly model: string | null;
  readonly usage: Usage;
}

/** A file of a program's session; its path is below the run's `sessions/`. */
export interface SessionFile {
  readonly path: string;
  readonly sha256: string;
}

/** The files of programs' sessions, which travel with the run. */
export interface SessionFiles {
  read(path: string): Promise<string | undefined>;
  /** Durable when it returns. */
  write(path: string, content: string): Promise<SessionFile>;
}

/** Options of a call. */
export interface DelegateOptions {
  readonly signal: AbortSignal;
  /** Informing events as they happen (delegate_started, delegate_event, tool_called …). */
  readonly onEvent: (type: InformingType, data: Fields) => void;
  /** Where sessions are kept; without it a call can't be gone on with by another process. */
  readonly sessions?: SessionFiles;
}

/** Runs delegates. */
export interface DelegatePort {
  execute(task: DelegateTask, options: DelegateOptions): Promise<DelegateResult>;
  /**
   * A fault that is known before the run: not installed, no key, a rule of a node that the program
   * can't be held to. Undefined if none.
   */
  check(
    backend: string,
    rules?: DelegateRules,
  ): { readonly message: string; readonly hint: string } | undefined;
}
