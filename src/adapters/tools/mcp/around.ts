/** What is around all MCP servers of a run. */
import { parseDuration } from "#core/graph/duration.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Environment } from "#adapters/processes/environment.ts";

/** What servers are reached with. */
export interface McpOptions {
  /** The workspace, in which programs are started. */
  readonly folder: string;
  readonly env: Environment;
  /** Takes secrets out of what servers say. */
  readonly redact?: (text: string) => string;
}

/** How long servers may take. */
export interface Patience {
  /** To start, greet and tell of their tools. */
  readonly connectMs: number;
  /** To answer a call, or to say how far it is. */
  readonly callMs: number;
}

const defaults: Patience = { connectMs: 30_000, callMs: 120_000 };

/** The time limits, from `ITER_MCP_CONNECT_TIMEOUT` and `ITER_MCP_CALL_TIMEOUT`. */
export function readPatience(env: Environment): Patience {
  return {
    connectMs: readLimit(env, "ITER_MCP_CONNECT_TIMEOUT") ?? defaults.connectMs,
    callMs: readLimit(env, "ITER_MCP_CALL_TIMEOUT") ?? defaults.callMs,
  };
}

function readLimit(env: Environment, name: string): number | undefined {
  const text = env[name] ?? "";
  if (text === "") return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new Refusal("INPUT_INVALID", `\`${name}\` is \`${text}\`, which is no duration.`, {
    hint: 'write it like "90s" or "5m"',
  });
}
