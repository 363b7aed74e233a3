/** The form of a script, as zod checks it, and what it becomes. */
import { z } from "zod";
import type { Fields, Value } from "#core/graph/value.ts";
import { toText } from "#core/graph/value.ts";
import type { Failure, FailureCode } from "#core/run/failure.ts";
import { parseDuration } from "#core/graph/duration.ts";
import { nothingUsed } from "./script.ts";
import type { Item, Reply, Script, ToolItem } from "./script.ts";

/** Failures that a call can end with. */
const codes = [
  "RATE_LIMITED",
  "PROVIDER_UNAVAILABLE",
  "NETWORK",
  "DELEGATE_CRASHED",
  "TIMEOUT",
  "TOOL_FAILED",
  "EXECUTION_FAILED",
  "AUTH_FAILED",
  "MODEL_UNKNOWN",
  "CONTEXT_LENGTH_EXCEEDED",
  "SESSION_UNAVAILABLE",
  "SCHEMA_VALIDATION",
  "TOOL_DENIED",
  "READONLY_VIOLATED",
  "UNKNOWN_PRICE",
] as const satisfies readonly FailureCode[];

/** Failures after which trying again may help. */
const passing: readonly FailureCode[] = codes.slice(0, 7);

const json: z.ZodType<Value> = z.json();
const object: z.ZodType<Fields> = z.record(z.string(), json);
const count = z.int().min(0);

const duration = z.union([z.string(), z.literal(0)]).transform((text, context): number => {
  const ms = text === 0 ? 0 : parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue({
    code: "custom",
    message: "not a duration; write `3s`, `500ms` or `1h30m`",
  });
  return z.NEVER;
});

const usage = z.strictObject({
  input_tokens: count.default(0),
  output_tokens: count.default(0),
  cache_read_tokens: count.default(0),
  cache_write_tokens: count.default(0),
  cost_usd: z.number().min(0).exactOptional(),
});

const error = z
  .strictObject({
    code: z.enum(codes),
    message: z.string(),
    retry_after: duration.optional(),
  })
  .transform(({ code, message, retry_after }): Failure => ({
    code,
    message,
    retryable: passing.includes(code),
    ...(retry_after !== undefined && { retryAfterMs: retry_after }),
  }));

const call = z.strictObject({ tool: z.string().min(1), input: json.default({}) });
const ask = z.strictObject({ question: z.string(), fields: object.exactOptional() });

const itemShape = {
  output: json.optional(),
  text: z.string().optional(),
  tool_calls: z.array(call).min(1).optional(),
  ask: ask.optional(),
  error: error.optional(),
  stdout: json.optional(),
  stderr: json.optional(),
  exit_code: count.max(255).optional(),
  usage: usage.optional(),
  duration: duration.default(0),
  repeat: z.boolean().default(false),
};

const item = z.strictObject(itemShape).transform((fields, context): Item => {
  const replies = toReplies(fields);
  const [reply = { kind: "text", text: "" }] = replies;
  if (replies.length !== 1) {
    context.addIssue({
      code: "custom",
      message:
        replies.length === 0
          ? "an item says what comes back: `output`, `text`, `tool_calls`, `ask`, `error` or `stdout`"
          : `an item says one thing, not ${replies.map(({ kind }) => wordOf[kind]).join(" and ")}`,
    });
  }
  return {
    reply,
    usage: fields.usage ?? nothingUsed,
    durationMs: fields.duration,
    repeat: fields.repeat,
  };
});

const wordOf: Readonly<Record<Reply["kind"], string>> = {
  output: "`output`",
  text: "`text`",
  calls: "`tool_calls`",
  ask: "`ask`",
  error: "`error`",
  process: "`stdout`",
};

/** Everything that the fields of an item say; exactly one is right. `text` may go with `tool_calls`. */
function toReplies(fields: z.output<z.ZodObject<typeof itemShape>>): Reply[] {
  const { output, text, tool_calls, ask, error, stdout, stderr, exit_code } = fields;
  const replies: Reply[] = [];
  if (output !== undefined) replies.push({ kind: "output", value: output });
  if (tool_calls) replies.push({ kind: "calls", text: text ?? "", calls: tool_calls });
  else if (text !== undefined) replies.push({ kind: "text", text });
  if (ask) {
    replies.push({ kind: "ask", text: ask.question, ...(ask.fields && { fields: ask.fields }) });
  }
  if (error) replies.push({ kind: "error", failure: error });
  if (stdout !== undefined || stderr !== undefined || exit_code !== undefined) {
    const [out, err] = [toText(stdout ?? ""), toText(stderr ?? "")];
    replies.push({ kind: "process", stdout: out, stderr: err, exitCode: exit_code ?? 0 });
  }
  return replies;
}

const toolItemShape = {
  result: json.optional(),
  fail: z.string().optional(),
  duration: duration.default(0),
  repeat: z.boolean().default(false),
};

const toolItem = z
  .strictObject(toolItemShape)
  .refine(({ result, fail }) => (result === undefined) !== (fail === undefined), {
    message: "an item says what comes back, with `result`, or why nothing does, with `fail`",
  })
  .transform(({ result, fail, duration: durationMs, repeat }): ToolItem => ({
    result: fail ?? result ?? null,
    failed: fail !== undefined,
    durationMs,
    repeat,
  }));

/** A list of which the last item alone may repeat. */
function list<Entry extends { readonly repeat: boolean }>(
  entry: z.ZodType<Entry>,
): z.ZodType<Entry[]> {
  return z.array(entry).superRefine((items, context) => {
    for (const [index, { repeat }] of items.slice(0, -1).entries()) {
      if (!repeat) continue;
      context.addIssue({
        code: "custom",
        path: [index, "repeat"],
        message: "only the last item of a list can repeat",
      });
    }
  });
}

/** Data of test scenarios that may lie in the same file. */
const ignored = {
  vars: z.unknown().optional(),
  preset: z.unknown().optional(),
  recipe: z.unknown().optional(),
  env: z.unknown().optional(),
  phases: z.unknown().optional(),
  crash_everywhere: z.unknown().optional(),
};

/** Keys of an item, for messages. */
export const itemKeys: readonly string[] = Object.keys(itemShape);
/** Keys of a tool's item, for messages. */
export const toolItemKeys: readonly string[] = Object.keys(toolItemShape);

/** What the keys of a script hold. */
export interface ScriptFields {
  readonly nodes: Readonly<Record<string, readonly Item[]>> | null | undefined;
  readonly tools: Readonly<Record<string, readonly ToolItem[]>> | null | undefined;
  readonly run_tools: boolean;
  readonly auto: boolean;
}

/** The keys of a script, for files that have others beside them. */
export const scriptShape: {
  readonly [Key in keyof ScriptFields]: z.ZodType<ScriptFields[Key]>;
} = {
  nodes: z.record(z.string(), list(item)).nullish(),
  tools: z.record(z.string(), list(toolItem)).nullish(),
  run_tools: z.boolean().default(false),
  auto: z.boolean().default(false),
};

/** What the keys of a script say. */
export function toScript({ nodes, tools, run_tools, auto }: ScriptFields): Script {
  return {
    nodes: new Map(Object.entries(nodes ?? {})),
    tools: new Map(Object.entries(tools ?? {})),
    runTools: run_tools,
    auto,
  };
}

/** Keys of a script, for messages. */
export const scriptKeys: readonly string[] = Object.keys(scriptShape);

/** A whole script. */
export const scriptSchema: z.ZodType<Script> = z
  .strictObject({ ...scriptShape, ...ignored })
  .transform(toScript);
