/** Why an MCP server can't be reached, as a failure that says what to do. */
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { FailureCode } from "#core/run/failure.ts";

/** The failure of a server that didn't start, greet or list its tools. */
export function unreachable(server: ServerUse, error: unknown): RunFailure {
  const code = codeOf(server, error);
  return new RunFailure({
    code,
    message: `the MCP server \`${server.name}\` can't be reached: ${describeError(error)}`,
    hint: hintOf(server, code),
    retryable: code === "NETWORK",
    cause: describeError(error),
  });
}

/** A server whose secrets aren't there. */
export function withoutSecrets(server: ServerUse, unset: readonly string[]): RunFailure {
  const names = unset.map((name) => `\`${name}\``).join(", ");
  return new RunFailure({
    code: "AUTH_FAILED",
    message: `the MCP server \`${server.name}\` needs ${names}, which ${unset.length === 1 ? "isn't" : "aren't"} set`,
    hint: `set ${names} in the environment`,
    retryable: false,
  });
}

/** A server that ended more often than it is started. */
export function endedAgain(server: ServerUse, ending: string): RunFailure {
  return new RunFailure({
    code: "TOOL_FAILED",
    message: `the MCP server \`${server.name}\` ended again after it had been started anew: ${ending}`,
    hint: "run its command by hand to see what ails it; the run can be resumed",
    retryable: false,
  });
}

/** The sentence of an error; a failed request says why only in what caused it. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof TypeError && error.cause instanceof Error
    ? describeError(error.cause)
    : error.message;
}

/** The HTTP status that an error of a transport carries. */
export function statusOf(error: unknown): number | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "number" && code >= 400 && code < 600 ? code : undefined;
}

function codeOf({ transport }: ServerUse, error: unknown): FailureCode {
  const status = statusOf(error);
  if (status === 401 || status === 403) return "AUTH_FAILED";
  const isForeign = error instanceof TypeError || (status !== undefined && status >= 500);
  return transport !== "stdio" && isForeign ? "NETWORK" : "TOOL_FAILED";
}

function hintOf({ name, transport, command }: ServerUse, code: FailureCode): string {
  if (code === "AUTH_FAILED") return `give it a token: set \`${tokenName(name)}\``;
  return transport === "stdio"
    ? `run \`${command ?? ""}\` by hand; \`ITER_MCP_CONNECT_TIMEOUT\` gives it more time`
    : "check its `url` and that it is running; `ITER_MCP_CONNECT_TIMEOUT` gives it more time";
}

/** The variable that holds a server's bearer token. */
export function tokenName(server: string): string {
  return `ITER_MCP_${server.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_TOKEN`;
}
