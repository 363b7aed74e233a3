/** The MCP servers of a run: each reached at first need, once, and ended with the run. */
import type { CallToolResult, Progress } from "@modelcontextprotocol/sdk/types.js";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { Value } from "#core/graph/value.ts";
import { isTooDeep, tooDeep } from "#core/graph/depth.ts";
import { isFields } from "#core/graph/value.ts";
import type { ToolServers } from "#core/ports/functions.ts";
import type { ToolCallOptions, ToolOptions } from "#core/ports/tool.ts";
import type { Servers } from "../index.ts";
import type { McpOptions, Patience } from "./around.ts";
import { readPatience } from "./around.ts";
import { connect } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { describeError, endedAgain, statusOf } from "./failures.ts";
import { createQuestions } from "./questions.ts";
import type { Questions } from "./questions.ts";
import { toOutput, toValue } from "./results.ts";

/** One server over the whole run. */
interface Entry {
  connection: Promise<Connection> | undefined;
  /** How it ended before it was started anew, if it has answered nothing since. */
  ended: string | undefined;
}

/**
 * Makes servers; none is reached yet.
 *
 * @example
 * const servers = createMcpServers({ folder: process.cwd(), env: process.env });
 */
export function createMcpServers(options: McpOptions): Servers & ToolServers {
  const patience = readPatience(options.env);
  const entries = new Map<string, Entry>();
  let closing = new AbortController();

  function entryOf({ name }: ServerUse): Entry {
    const entry = entries.get(name) ?? { connection: undefined, ended: undefined };
    entries.set(name, entry);
    return entry;
  }

  /** The connection; a server that ended is started anew, once. */
  async function reach(server: ServerUse): Promise<Connection> {
    const entry = entryOf(server);
    for (let current = entry.connection; current; current = entry.connection) {
      const open = await current;
      const lost = open.lost();
      if (lost === undefined) return open;
      if (entry.connection !== current) continue;
      if (entry.ended !== undefined) throw endedAgain(server, lost);
      entry.ended = lost;
      entry.connection = undefined;
      await open.close();
    }
    const connection = connect({ server, options, patience, signal: closing.signal });
    entry.connection = connection;
    // A server that couldn't be reached is tried again by whoever needs it next.
    connection.catch(() => {
      if (entry.connection === connection) entry.connection = undefined;
    });
    return connection;
  }

  async function find(server: ServerUse, { onListed, signal }: ToolOptions) {
    const connection = await orAbort(reach(server), signal);
    const found = await orAbort(connection.tools(), signal);
    if (connection.takeNews()) onListed?.(found);
    return { connection, found };
  }

  async function reachAndCall(
    server: ServerUse,
    named: NamedCall,
    told: ToolCallOptions,
  ): Promise<Called> {
    for (let again = false; ; again = true) {
      const { connection } = await find(server, told);
      const outcome = await callTool({ server, connection, patience }, named, told);
      if (outcome === "forgotten" && !again) continue;
      if (outcome === "forgotten") {
        return { fault: `the MCP server \`${server.name}\` forgets us` };
      }
      if (connection.lost() === undefined) entryOf(server).ended = undefined;
      return outcome;
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    const open = [...entries.values()].flatMap(({ connection }) => connection ?? []);
    entries.clear();
    // One that is being reached right now has been told to give up.
    await Promise.allSettled(open.map(async (connection) => (await connection).close()));
    closing = new AbortController();
  }

  return {
    async discover(servers, told) {
      const found = await Promise.all(servers.map((server) => find(server, told)));
      return found.map((one) => one.found);
    },
    async call(server, named, told) {
      const questions = createQuestions(server.name, told.answers);
      const called = await reachAndCall(server, { ...named, questions }, told);
      return questions.settle(
        "fault" in called
          ? { output: called.fault, failed: true }
          : toOutput(called.result, options.redact),
      );
    },
    async callForValue(server, { tool, input }, told) {
      const called = await reachAndCall(
        server,
        {
          name: `mcp.${server.name}.${tool}`,
          input,
          questions: createQuestions(server.name, undefined),
        },
        told,
      );
      if ("fault" in called) throw new Error(called.fault);
      return toValue(called.result);
    },
    close,
  };
}

/** A call by the tool's full name, and who deals with what the server asks. */
interface NamedCall {
  readonly name: string;
  readonly input: Value;
  readonly questions: Questions;
}

/** What a server said, or why it said nothing. */
type Called = { readonly result: CallToolResult } | { readonly fault: string };

interface Callee {
  readonly server: ServerUse;
  readonly connection: Connection;
  readonly patience: Patience;
}

/** The result; `forgotten` if the server knows nothing of us any more, so that nothing was done. */
async function callTool(
  callee: Callee,
  { name, input, questions }: NamedCall,
  told: ToolCallOptions,
): Promise<Called | "forgotten"> {
  const { server, connection } = callee;
  if (input !== null && !isFields(input)) return { fault: "the input must be a JSON object" };
  try {
    const result = await connection.call({
      tool: name.slice(`mcp.${server.name}.`.length),
      input: input ?? {},
      signal: told.signal,
      onProgress: createProgressTeller(name, told),
      onQuestion: (asked) => questions.answer(asked),
    });
    return isTooDeep(result) ? { fault: `what it gave ${tooDeep}` } : { result };
  } catch (error) {
    told.signal.throwIfAborted();
    if (connection.lost() !== undefined && statusOf(error) === 404) return "forgotten";
    return { fault: describeFault(callee, name, error) };
  }
}

/** What the model is told of a call that gave no result. */
function describeFault({ server, connection, patience }: Callee, name: string, error: unknown) {
  const lost = connection.lost();
  if (lost !== undefined) {
    return `the MCP server \`${server.name}\` was lost during the call: ${lost}; it is started anew for the next one`;
  }
  const timedOut = error instanceof Error && "code" in error && error.code === timeoutCode;
  if (!timedOut) return describeError(error);
  return `\`${name}\` was given up: for ${patience.callMs / 1000} s it neither answered nor said how far it was`;
}

/** `ErrorCode.RequestTimeout` of the SDK, which is loaded only when a server is reached. */
const timeoutCode = -32_001;

/** How often progress is told of at most. */
const progressMs = 1_000;

function createProgressTeller(tool: string, { site, onEvent }: ToolCallOptions) {
  let last = -Infinity;
  return ({ progress, total, message }: Progress): void => {
    const now = performance.now();
    if (now - last < progressMs) return;
    last = now;
    onEvent?.("tool_progress", {
      tool,
      step: site.step,
      progress,
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message }),
    });
  };
}

/** Waits, but no longer than somebody wants the result; others may still wait for the same. */
function orAbort<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
