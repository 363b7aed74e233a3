/** What a delegate's program is to us: how it is started, what its events mean, where its sessions are. */
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { DelegateRules, DelegateTask } from "#core/ports/delegate.ts";
import type { InformingType } from "#core/run/events.ts";
import type { Failure } from "#core/run/failure.ts";
import type { Environment } from "#adapters/processes/environment.ts";

/** Why a program can't be used. */
export interface Fault {
  readonly message: string;
  readonly hint: string;
}

/** One call of a program. */
export interface Call {
  readonly task: DelegateTask;
  readonly env: Environment;
  readonly cwd: string;
  /** Settings and sessions of the program for this call alone. */
  readonly home: string;
  /** The task's servers, secrets put in. */
  readonly servers: readonly ServerUse[];
  /** Where the tool is with which the program may ask; null if it may not. */
  readonly askUrl: string | null;
}

/** How it is started. */
export interface Start {
  readonly args: readonly string[];
  /** Variables of its own. */
  readonly env: Readonly<Record<string, string>>;
  /** What it is told; the task's prompt if left out. */
  readonly input?: string;
}

/** Tokens as they are charged; `input_tokens` includes what the cache read and wrote. */
export interface Tokens {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
}

/** What a program says in the end. */
export interface Said {
  readonly text: string;
  readonly structured?: Value;
}

/** How a program ended, as the system saw it. */
export interface Exit {
  readonly exitCode: number;
  readonly signal: string | null;
  readonly stderr: string;
}

/** What an event tells of the program: it works, it waits for something outside, or it must end. */
export type Sign = "alive" | "stuck" | { readonly failure: Failure };

/** Reads one call's events. */
export interface EventReader {
  read(event: Fields): Sign;
  /** What became of the call. */
  judge(exit: Exit): Said | Failure;
  sessionId(): string | null;
  model(): string | null;
  /** What was used, and what the program says that it cost. */
  usage(): Promise<{ readonly tokens: Tokens; readonly costUsd: number | null }>;
}

/** Tells the run what the program does. */
export type Tell = (type: InformingType, data: Fields) => void;

/** Where a program finds its model, and with what. */
export interface Endpoint {
  /** Variables that hold a key. */
  readonly keys: readonly string[];
  /** The variable of another address. */
  readonly address: string;
  readonly usual: string;
}

/** A program that does a delegate's work. */
export interface DelegateProgram {
  readonly backend: DelegateTask["backend"];
  readonly file: string;
  /** Its package, for whoever has to install it. */
  readonly packageName: string;
  /** The oldest version that understands what it is told. */
  readonly minimum: string;
  /** Who makes its models, as prices are listed. */
  readonly provider: string;
  /** Environment variables that are its own business. */
  readonly variables: readonly string[];
  readonly endpoint: Endpoint;
  /** Why it can't reach its model, if that is known without trying. */
  findKeyFault(env: Environment): Fault | undefined;
  /** What of a task it could not keep to; undefined if nothing. */
  findRuleFault(task: DelegateRules): Fault | undefined;
  prepare(call: Call): Promise<Start>;
  createReader(call: Call, tell: Tell): EventReader;
  /** Where a session's file must be for the program to find it, below its home. */
  sessionPath(id: string, cwd: string): string;
  /** The session that another one is a continuation of and can't be read without. */
  ancestorOf(content: string): string | undefined;
}
