/** Reads the events of `claude`. */
import { isFields, isList, parseFields, toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Failure } from "#core/run/failure.ts";
import { askServerName, askToolName } from "./ask-server.ts";
import { serverRule } from "./claude-rules.ts";
import { crash, modelFailure, serverFailure } from "./failures.ts";
import type { Call, EventReader, Exit, Said, Sign, Tell, Tokens } from "./program.ts";
import { readSession } from "./session-files.ts";

const program = { file: "claude", backend: "claude_code" } as const;

/** A tool call that has begun. */
interface Begun {
  readonly tool: string;
  readonly input: Value;
  readonly at: number;
}

/** Starts reading a call's events. */
export function createClaudeReader({ task, home }: Call, tell: Tell): EventReader {
  const begun = new Map<string, Begun>();
  const seen = new Map<string, Tokens>();
  let session: string | null = null;
  let model: string | null = null;
  let result: Fields | undefined;

  function readInit(event: Fields): Sign {
    model = textOf(event["model"]) ?? model;
    const broken = items(event["mcp_servers"]).find(({ status }) => status !== "connected");
    if (broken === undefined) return "alive";
    const name = textOf(broken["name"]) ?? "";
    return { failure: serverFailure(program.file, name) };
  }

  function readMessage({ message }: Fields): void {
    if (!isFields(message)) return;
    const { id, usage, content } = message;
    if (typeof id === "string" && isFields(usage)) seen.set(id, wireTokens(usage));
    for (const block of items(content)) {
      if (block["type"] === "tool_use") noteCall(block);
      if (block["type"] === "tool_result") noteResult(block);
    }
  }

  function noteCall({ id, name, input }: Fields): void {
    if (typeof id !== "string" || typeof name !== "string") return;
    begun.set(id, { tool: toolName(name), input: input ?? null, at: performance.now() });
  }

  function noteResult({ tool_use_id: id, content, is_error }: Fields): void {
    const call = typeof id === "string" ? begun.get(id) : undefined;
    if (call === undefined || unspoken.has(call.tool)) return;
    const { tool, input, at } = call;
    const output = outputOf(content);
    const step = task.site.step;
    if (is_error === true) {
      const code = isDenial(output) ? "TOOL_DENIED" : "TOOL_FAILED";
      tell("tool_error", { tool, step, error: output, code, input });
      return;
    }
    const size = JSON.stringify(input).length;
    const duration = Math.round(performance.now() - at);
    tell("tool_called", { tool, step, input, input_size: size, duration_ms: duration, output });
  }

  return {
    read(event) {
      session = textOf(event["session_id"]) ?? session;
      if (event["type"] === "system" && event["subtype"] === "init") return readInit(event);
      if (event["type"] === "result") result = event;
      else readMessage(event);
      return "alive";
    },
    judge: (exit) => (result === undefined ? crash(program, exit) : judge(result, exit)),
    sessionId: () => session,
    model: () => model,
    async usage() {
      const ended = usedTokens(result);
      const written = ended || session === null ? undefined : await readSession(home, session);
      return {
        tokens: ended ?? sum([...correct(seen, written).values()]),
        costUsd: typeof result?.["total_cost_usd"] === "number" ? result["total_cost_usd"] : null,
      };
    },
  };
}

/** Events tell what a message had used when it began; what it used in the end is in the record. */
function correct(
  seen: ReadonlyMap<string, Tokens>,
  written: string | undefined,
): ReadonlyMap<string, Tokens> {
  const used = new Map(seen);
  for (const line of written?.split("\n") ?? []) {
    const message = parseFields(line)?.["message"];
    const { id, usage } = isFields(message) ? message : {};
    if (typeof id === "string" && used.has(id) && isFields(usage)) used.set(id, wireTokens(usage));
  }
  return used;
}

const asking = `mcp.${askServerName}.${askToolName}`;

/** Calls that are its answer, or its question. */
const unspoken: ReadonlySet<string> = new Set([asking, "StructuredOutput"]);

/** Success is what the flag and the exit say together; the event's subtype says nothing. */
function judge(result: Fields, exit: Exit): Said | Failure {
  const { structured_output: structured, subtype } = result;
  if (exit.exitCode === 0 && result["is_error"] === false) {
    return {
      text: textOf(result["result"]) ?? "",
      ...(structured !== undefined && { structured }),
    };
  }
  const errors = isList(result["errors"]) ? result["errors"].map(toText).join("\n") : "";
  const message = textOf(result["result"]) ?? errors;
  switch (subtype) {
    case "error_max_turns":
      return {
        code: "EXECUTION_FAILED",
        message: "`claude` used its tools as often as it may and had no answer then",
        hint: "raise `tool_max_steps`, or ask for less",
        retryable: false,
        cause: message,
      };
    case "error_max_budget_usd":
      return {
        code: "BUDGET_EXCEEDED",
        message: "`claude` used up what was left of the budget",
        hint: "resume with `--budget max_cost_usd=…`",
        retryable: false,
        cause: message,
      };
    default: {
      const status = result["api_error_status"];
      return modelFailure(program, message, typeof status === "number" ? status : null);
    }
  }
}

/** All calls of all models; the event's `usage` has the last one only. */
function usedTokens(result: Fields | undefined): Tokens | undefined {
  const models = result?.["modelUsage"];
  if (!isFields(models)) return undefined;
  return sum(
    Object.values(models).flatMap((use) => {
      if (!isFields(use)) return [];
      const read = count(use["cacheReadInputTokens"]);
      const written = count(use["cacheCreationInputTokens"]);
      return [tokens(count(use["inputTokens"]), count(use["outputTokens"]), read, written)];
    }),
  );
}

function wireTokens(usage: Fields): Tokens {
  const read = count(usage["cache_read_input_tokens"]);
  const written = count(usage["cache_creation_input_tokens"]);
  return tokens(count(usage["input_tokens"]), count(usage["output_tokens"]), read, written);
}

function tokens(fresh: number, output: number, read: number, written: number): Tokens {
  return {
    input_tokens: fresh + read + written,
    output_tokens: output,
    cache_read_tokens: read,
    cache_write_tokens: written,
  };
}

function sum(all: readonly Tokens[]): Tokens {
  const total = (name: keyof Tokens): number => all.reduce((so, each) => so + each[name], 0);
  return {
    input_tokens: total("input_tokens"),
    output_tokens: total("output_tokens"),
    cache_read_tokens: total("cache_read_tokens"),
    cache_write_tokens: total("cache_write_tokens"),
  };
}

/** Tools of servers are called as the workflow calls them. */
function toolName(name: string): string {
  const [, server, tool] = /^mcp__(.+?)__(.+)$/.exec(name) ?? [];
  if (server === undefined || tool === undefined) return name;
  return name === serverRule(askServerName, askToolName) ? asking : `mcp.${server}.${tool}`;
}

/** In these words the program says that a call was not let through; what a command said counts for nothing. */
function isDenial(text: string): boolean {
  if (/^Exit code \d/.test(text)) return false;
  return /requires? approval|permission|not allowed|plan mode|No such tool available|was blocked|^Contains [a-z]+_/i.test(
    text,
  );
}

function outputOf(content: Value | undefined): string {
  if (typeof content === "string") return content;
  return items(content)
    .map(({ text, type }) => textOf(text) ?? `[${textOf(type) ?? "something"}]`)
    .join("\n");
}

function items(list: Value | undefined): readonly Fields[] {
  return isList(list) ? list.filter((item) => isFields(item)) : [];
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function count(value: Value | undefined): number {
  return typeof value === "number" ? value : 0;
}
