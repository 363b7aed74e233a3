/** Reads the events of `codex`. */
import { isFields, isList, parseFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Failure } from "#core/run/failure.ts";
import { askServerName } from "./ask-server.ts";
import { crash, modelFailure } from "./failures.ts";
import type { Call, EventReader, Exit, Said, Sign, Tell, Tokens } from "./program.ts";
import { readSession } from "./session-files.ts";

const program = { file: "codex", backend: "codex" } as const;

/** Starts reading a call's events. */
export function createCodexReader(call: Call, tell: Tell): EventReader {
  const { task, home } = call;
  const begun = new Map<string, number>();
  const before = readBefore(call);
  let session: string | null = null;
  let text: string | undefined;
  let completed = false;
  let total: Tokens | undefined;
  let error: string | undefined;
  let model: string | null = task.model;

  function readItem(event: Fields): void {
    const { item } = event;
    if (!isFields(item) || typeof item["id"] !== "string") return;
    if (event["type"] === "item.started") begun.set(item["id"], performance.now());
    if (event["type"] !== "item.completed") return;
    if (item["type"] === "agent_message") text = textOf(item["text"]) ?? text;
    const duration = Math.round(performance.now() - (begun.get(item["id"]) ?? performance.now()));
    tellOfTool(item, { step: task.site.step, duration_ms: duration }, tell);
  }

  function read(event: Fields): Sign {
    switch (event["type"]) {
      case "thread.started":
        session = textOf(event["thread_id"]) ?? session;
        return "alive";
      case "turn.completed":
        completed = true;
        total = isFields(event["usage"]) ? toTokens(event["usage"]) : undefined;
        return "alive";
      case "turn.failed":
        error = messageOf(event["error"]) ?? error;
        return "alive";
      case "error":
        error = textOf(event["message"]) ?? error;
        return "stuck";
      default:
        readItem(event);
        return "alive";
    }
  }

  function judge(exit: Exit): Said | Failure {
    if (exit.exitCode === 0 && completed) return { text: text ?? "" };
    return error === undefined
      ? crash(program, exit)
      : modelFailure(program, error, statusIn(error));
  }

  /** What the program counts goes on from call to call of a session. */
  async function usage(): ReturnType<EventReader["usage"]> {
    const written = session === null ? undefined : await readSession(home, session);
    model ??= written === undefined ? null : lastModel(written);
    const now = total ?? (written === undefined ? undefined : lastTotal(written)) ?? nothing;
    return { tokens: difference(now, await before), costUsd: null };
  }

  return { read, judge, sessionId: () => session, model: () => model, usage };
}

/** What the session had used before this call, by its own record. */
async function readBefore({ task, home }: Call): Promise<Tokens> {
  const written = task.session === null ? undefined : await readSession(home, task.session.id);
  return (written === undefined ? undefined : lastTotal(written)) ?? nothing;
}

interface About {
  readonly step: string;
  readonly duration_ms: number;
}

function tellOfTool(item: Fields, { step, duration_ms }: About, tell: Tell): void {
  const call = readCall(item);
  if (call === undefined) return;
  const { tool, input, output, failed } = call;
  if (failed) {
    tell("tool_error", { tool, step, error: output, code: "TOOL_FAILED", input });
    return;
  }
  const size = JSON.stringify(input).length;
  tell("tool_called", { tool, step, input, input_size: size, duration_ms, output });
}

interface ToolUse {
  readonly tool: string;
  readonly input: Fields;
  readonly output: string;
  readonly failed: boolean;
}

/** An item of type `error` is a remark, no failure; texts and thoughts are no tools. */
function readCall(item: Fields): ToolUse | undefined {
  const { type, status } = item;
  switch (type) {
    case "command_execution": {
      const code = item["exit_code"] ?? null;
      const ending = typeof code === "number" && code !== 0 ? `[exit code ${code}]` : "";
      const output = (textOf(item["aggregated_output"]) ?? "") + ending;
      const failed = status === "failed" && code === null;
      return { tool: "exec_command", input: { cmd: item["command"] ?? "" }, output, failed };
    }
    case "file_change":
      return {
        tool: "apply_patch",
        input: { changes: item["changes"] ?? [] },
        output: "",
        failed: status === "failed",
      };
    case "mcp_tool_call":
      return item["server"] === askServerName ? undefined : readServerCall(item);
    case "web_search":
      return {
        tool: "web_search",
        input: { query: item["query"] ?? "" },
        output: "",
        failed: false,
      };
    default:
      return undefined;
  }
}

function readServerCall(item: Fields): ToolUse {
  const { server, tool, arguments: input, result, error, status } = item;
  const content = isFields(result) && isList(result["content"]) ? result["content"] : [];
  const said = content.flatMap((part) => (isFields(part) ? (textOf(part["text"]) ?? []) : []));
  return {
    tool: `mcp.${textOf(server) ?? ""}.${textOf(tool) ?? ""}`,
    input: isFields(input) ? input : {},
    output: messageOf(error) ?? said.join("\n"),
    failed: status === "failed",
  };
}

const nothing: Tokens = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
};

function toTokens(usage: Fields): Tokens {
  const count = (name: string): number => {
    const value = usage[name];
    return typeof value === "number" ? value : 0;
  };
  return {
    input_tokens: count("input_tokens"),
    output_tokens: count("output_tokens"),
    cache_read_tokens: count("cached_input_tokens"),
    cache_write_tokens: count("cache_write_input_tokens"),
  };
}

function difference(now: Tokens, before: Tokens): Tokens {
  const left = (name: keyof Tokens): number => Math.max(0, now[name] - before[name]);
  return {
    input_tokens: left("input_tokens"),
    output_tokens: left("output_tokens"),
    cache_read_tokens: left("cache_read_tokens"),
    cache_write_tokens: left("cache_write_tokens"),
  };
}

/** The last count in a session's record. */
function lastTotal(written: string): Tokens | undefined {
  const payload = lastPayload(written, "token_count");
  const info = payload?.["info"];
  const total = isFields(info) ? info["total_token_usage"] : undefined;
  return isFields(total) ? toTokens(total) : undefined;
}

function lastModel(written: string): string | null {
  return textOf(lastPayload(written, "turn_context")?.["model"]) ?? null;
}

/** Counts are events, contexts are lines of their own: both have the name as a type. */
function lastPayload(written: string, type: string): Fields | undefined {
  const lines = written.split("\n");
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? "";
    if (!line.includes(`"${type}"`)) continue;
    const entry = parseFields(line);
    const payload = entry?.["payload"];
    if (!isFields(payload)) continue;
    if (entry?.["type"] === type) return payload;
    if (payload["type"] === type && isFields(payload["info"])) return payload;
  }
  return undefined;
}

/** `exceeded retry limit, last status: 429 …`, `unexpected status 401 …`. */
function statusIn(message: string): number | null {
  const [, status] = /status:? (\d{3})/.exec(message) ?? [];
  return status === undefined ? null : Number(status);
}

function messageOf(error: Value | undefined): string | undefined {
  return isFields(error) ? textOf(error["message"]) : undefined;
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
