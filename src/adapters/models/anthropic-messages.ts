/** Conversations on the wire of Anthropic's Messages API, and back. */
import type { Anthropic } from "@anthropic-ai/sdk";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Message, ModelRequest, ToolCall } from "#core/ports/model.ts";
import { describeSchema, toStrictSchema } from "./answer-schema.ts";
import type { ProviderResponse, Tokens } from "./provider.ts";
import { createToolNames } from "./tool-names.ts";
import type { ToolNames } from "./tool-names.ts";

type Params = Anthropic.MessageStreamParams;

/** The request, and how its tools are called on the wire. */
export function toParams(
  model: string,
  request: ModelRequest,
): { readonly params: Params; readonly names: ToolNames } {
  const earlier = calledTools(request.messages);
  const names = createToolNames([...request.tools.map(({ name }) => name), ...earlier]);
  const schema = request.schema;
  const strict = schema === null || !hasSchemaMode(model) ? undefined : toStrictSchema(schema);
  const described = schema !== null && strict === undefined ? describeSchema(schema) : "";
  const system = [request.system, described].filter((text) => text !== "").join("\n\n");
  const effort = request.reasoningEffort;
  const params: Params = {
    model,
    max_tokens: maxTokensOf(model),
    messages: request.messages.flatMap((message) => toMessages(message, names)),
    ...(system !== "" && { system }),
    ...toTools(request, earlier, names),
    ...((strict !== undefined || effort !== null) && {
      output_config: {
        ...(strict && { format: { type: "json_schema", schema: strict } }),
        ...(effort !== null && { effort: effort === "extra_high" ? "xhigh" : effort }),
      },
    }),
  };
  return { params, names };
}

/** What came back. */
export function fromMessage(message: Anthropic.Message, names: ToolNames): ProviderResponse {
  const content = readContent(message.content);
  const toolCalls = message.content.flatMap((block): ToolCall[] =>
    block.type === "tool_use"
      ? [{ id: block.id, name: names.fromWire(block.name), input: readValue(block.input) }]
      : [],
  );
  const own = message.content.some(({ type }) => type !== "text" && type !== "tool_use");
  return {
    model: message.model,
    text: message.content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    toolCalls,
    finishReason: finishOf(message.stop_reason, toolCalls),
    tokens: toTokens(message.usage),
    ...(own && { native: { provider: "anthropic", content } }),
  };
}

/** Tokens as we count them: what went through the cache is input too. */
export function toTokens(usage: Anthropic.Usage): Tokens {
  const cache_read_tokens = usage.cache_read_input_tokens ?? 0;
  const cache_write_tokens = usage.cache_creation_input_tokens ?? 0;
  return {
    input_tokens: usage.input_tokens + cache_read_tokens + cache_write_tokens,
    output_tokens: usage.output_tokens,
    cache_read_tokens,
    cache_write_tokens,
  };
}

/** The most that a model may answer; older ones refuse more. */
function maxTokensOf(model: string): number {
  if (/^claude-(?:2|3-(?:opus|sonnet|haiku)|instant)/.test(model)) return 4_096;
  return model.startsWith("claude-3-5") ? 8_192 : 32_000;
}

/** Models before structured output existed are told the schema in words. */
function hasSchemaMode(model: string): boolean {
  return !/^claude-(?:[23]|instant|(?:opus|sonnet)-4-(?:0|2025))/.test(model);
}

/** The API wants the definition of every tool that the conversation mentions, callable or not. */
function toTools(
  { tools }: ModelRequest,
  earlier: readonly string[],
  names: ToolNames,
): Pick<Params, "tools" | "tool_choice"> {
  if (tools.length > 0) {
    return {
      tools: tools.map(({ name, description, inputSchema }) => ({
        name: names.toWire(name),
        description,
        input_schema: { ...inputSchema, type: "object" },
      })),
    };
  }
  if (earlier.length === 0) return {};
  return {
    tools: earlier.map((name) => ({
      name: names.toWire(name),
      input_schema: { type: "object" },
    })),
    tool_choice: { type: "none" },
  };
}

function calledTools(messages: readonly Message[]): string[] {
  const called = messages.flatMap((message) =>
    message.role === "assistant" ? message.toolCalls.map(({ name }) => name) : [],
  );
  return [...new Set(called)];
}

function toMessages(message: Message, names: ToolNames): Anthropic.MessageParam[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      return [
        {
          role: "user",
          content: message.results.map(({ id, output, failed }) => ({
            type: "tool_result",
            tool_use_id: id,
            content: output,
            is_error: failed,
          })),
        },
      ];
    case "assistant": {
      const content = toBlocks(message, names);
      return content.length === 0 ? [] : [{ role: "assistant", content }];
    }
  }
}

function toBlocks(
  { text, toolCalls, native }: Extract<Message, { role: "assistant" }>,
  names: ToolNames,
): Anthropic.ContentBlockParam[] {
  if (native?.provider === "anthropic") return readBlocks(native.content);
  const blocks: Anthropic.ContentBlockParam[] = [];
  if (text.trim() !== "") blocks.push({ type: "text", text });
  for (const { id, name, input } of toolCalls) {
    blocks.push({
      type: "tool_use",
      id,
      name: names.toWire(name),
      input: isFields(input) ? input : {},
    });
  }
  return blocks;
}

function finishOf(
  reason: Anthropic.Message["stop_reason"],
  calls: readonly ToolCall[],
): ProviderResponse["finishReason"] {
  if (reason === "max_tokens" || reason === "model_context_window_exceeded") return "length";
  if (reason === "refusal") return "refusal";
  return calls.length > 0 ? "tool_calls" : "stop";
}

/** Blocks that this provider gave us, kept as data. */
function readContent(content: readonly Anthropic.ContentBlock[]): Value {
  return JSON.parse(JSON.stringify(content)) as Value;
}

function readBlocks(content: Value): Anthropic.ContentBlockParam[] {
  return (isList(content) ? content : []) as unknown as Anthropic.ContentBlockParam[];
}

function readValue(input: unknown): Value {
  return (input ?? {}) as Fields;
}
