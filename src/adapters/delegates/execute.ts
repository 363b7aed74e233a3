/** One call of a delegate: its program is started, watched, read to its end, and cleaned up after. */
import { messageOf } from "#core/text/fault.ts";
import { fillServer } from "#core/graph/mcp-servers.ts";
import type { Fields } from "#core/graph/value.ts";
import type { DelegateOptions, DelegateResult, DelegateTask } from "#core/ports/delegate.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Failure, Usage } from "#core/run/failure.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { withTemporary } from "#adapters/processes/temporary.ts";
import { startAskServer } from "./ask-server.ts";
import type { AskServer } from "./ask-server.ts";
import type { Call, DelegateProgram, EventReader, Exit, Said, Tokens } from "./program.ts";
import { keepSession, restoreSession } from "./session-files.ts";
import { runToEnd } from "./run-to-end.ts";

/** What calls are made of. */
export interface Surroundings {
  readonly env: Environment;
  /** Where each program alone finds its own key and settings, if not in `env`. */
  readonly keys?: Environment;
  /** The workspace. */
  readonly cwd: string;
  /** Takes secrets out of what a program complains of, before any of it is quoted. */
  readonly redact?: (text: string) => string;
  /** What tokens of a model cost, if anybody knows. */
  readonly priceOf?: (model: string, tokens: Tokens) => Promise<number | undefined>;
}

/** Who calls, and for whom. */
interface Order extends DelegateOptions {
  readonly program: DelegateProgram;
  readonly file: string;
  readonly around: Surroundings;
  readonly task: DelegateTask;
}

/** Makes one call; whatever it started is gone when it returns. */
export function callProgram(order: Order): Promise<DelegateResult> {
  const name = order.program.file;
  return withTemporary({ name, within: order.around.env["TMPDIR"] }, (home) => callIn(home, order));
}

async function callIn(home: string, order: Order): Promise<DelegateResult> {
  const { around, task } = order;
  const asking = task.mayAsk ? await startAskServer() : undefined;
  try {
    const call: Call = {
      task: await withSession(order, home),
      env: around.env,
      cwd: around.cwd,
      home,
      servers: fillServers(task, around.env),
      askUrl: asking?.url ?? null,
    };
    return await perform(order, call, asking);
  } finally {
    await asking?.close();
  }
}

/** The task with its session in the program's home; one whose files are gone begins anew. */
async function withSession(
  { program, around, task, sessions, onEvent }: Order,
  home: string,
): Promise<DelegateTask> {
  const { session } = task;
  if (session === null) return task;
  const place = { program, home, cwd: around.cwd };
  if (sessions !== undefined && (await restoreSession(place, sessions, session.id))) return task;
  onEvent("session_lost", { session_id: session.id, reason: "its file is gone" });
  return { ...task, session: null };
}

function fillServers({ mcpServers, site }: DelegateTask, env: Environment): Call["servers"] {
  return mcpServers.map((written) => {
    const { server, unset } = fillServer(written, env);
    if (unset.length === 0) return server;
    throw new RunFailure({
      code: "EXECUTION_FAILED",
      message: `the MCP server \`${server.name}\` of \`${site.nodeId}\` needs ${unset.map((name) => `\`${name}\``).join(", ")}`,
      hint: "set the variable, or disable the server for the node",
      retryable: false,
    });
  });
}

async function perform(
  order: Order,
  call: Call,
  asking: AskServer | undefined,
): Promise<DelegateResult> {
  const { program, around, onEvent } = order;
  const began = performance.now();
  const reader = program.createReader(call, onEvent);
  onEvent("delegate_started", describeStart(call));
  try {
    const { exit, bytes } = await runToEnd(
      { ...order, env: around.env, over: asking?.over, redact: around.redact },
      call,
      reader,
    );
    const said = asking?.question() === undefined ? reader.judge(exit) : { text: "" };
    if ("code" in said) throw new Ended(said, exit);
    const usage = await charge(program, around, reader);
    const result = await conclude(order, call, {
      reader,
      said,
      usage,
      question: asking?.question(),
    });
    onEvent("delegate_finished", {
      backend: program.backend,
      duration_ms: Math.round(performance.now() - began),
      tokens: usage.input_tokens + usage.output_tokens,
      cost_usd: usage.cost_usd,
      exit_code: exit.exitCode,
      raw_output_len: bytes,
      ...(result.sessionId === null ? {} : { session_id: result.sessionId }),
    });
    return result;
  } catch (error) {
    const failure = error instanceof Ended ? error.failure : failureIn(error);
    if (failure === undefined) {
      if (!order.signal.aborted) throw error;
      throw new RunFailure(
        { ...aborted(error), usage: await charge(program, around, reader) },
        error,
      );
    }
    const exit = error instanceof Ended ? error.exit : undefined;
    onEvent("delegate_error", {
      backend: program.backend,
      duration_ms: Math.round(performance.now() - began),
      error: failure.message,
      code: failure.code,
      ...(exit && { exit_code: exit.exitCode }),
      ...(exit && exit.stderr.trim() !== "" && { stderr: exit.stderr.slice(-4_000) }),
    });
    throw new RunFailure({ ...failure, usage: await charge(program, around, reader) }, error);
  }
}

/** A program that ended without a result. */
class Ended extends Error {
  readonly failure: Failure;
  readonly exit: Exit;

  constructor(failure: Failure, exit: Exit) {
    super(failure.message);
    this.failure = failure;
    this.exit = exit;
  }
}

function failureIn(error: unknown): Failure | undefined {
  return error instanceof RunFailure ? error.failure : undefined;
}

/** Whoever aborts a call says what that means; what it used until then was used. */
function aborted(error: unknown): Failure {
  const message = messageOf(error);
  return { code: "EXECUTION_FAILED", message, retryable: false };
}

interface Conclusion {
  readonly reader: EventReader;
  readonly said: Said;
  readonly usage: Usage;
  readonly question: DelegateResult["question"];
}

/** The session is kept before its call counts as made. */
async function conclude(
  { program, sessions }: Order,
  { home }: Call,
  { reader, said, usage, question }: Conclusion,
): Promise<DelegateResult> {
  const sessionId = reader.sessionId();
  const files =
    sessionId === null || sessions === undefined
      ? []
      : await keepSession({ program, home }, sessions, sessionId);
  const { text, structured } = said;
  return { text, structured, question, sessionId, files, model: reader.model(), usage };
}

/** What the program says that it cost wins over what its tokens cost by the list. */
async function charge(
  { provider }: DelegateProgram,
  { priceOf }: Surroundings,
  reader: EventReader,
): Promise<Usage> {
  const { tokens, costUsd } = await reader.usage();
  if (costUsd !== null) return { ...tokens, cost_usd: costUsd, cost_source: "reported" };
  const model = reader.model();
  const computed =
    model === null ? undefined : await priceOf?.(`${provider}/${bare(model)}`, tokens);
  return computed === undefined
    ? { ...tokens, cost_usd: 0, cost_source: "unknown" }
    : { ...tokens, cost_usd: computed, cost_source: "computed" };
}

/** Without the provider's name, and without what `claude` says of the size of the context. */
function bare(model: string): string {
  return model.replace(/^(anthropic|openai)\//, "").replace(/\[.*\]$/, "");
}

function describeStart({ task }: Call): Fields {
  const { backend, site, model, session, tools, readonly } = task;
  return {
    backend,
    step: site.step,
    access: readonly ? "read_only" : "workspace_write",
    allowed_tools: tools,
    ...(model !== null && { model }),
    ...(session && { session_id: session.id, resume: true, fork: session.fork }),
  };
}
