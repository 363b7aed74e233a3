/** Conversations on the wire of Anthropic's Messages API, and back. */
import type { Anthropic } from "@anthropic-ai/sdk";
import { isTooDeep } from "#core/graph/depth.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { ReasoningEffort } from "#core/graph/graph.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Message, ModelRequest, ToolCall } from "#core/ports/model.ts";
import { describeSchema, toStrictSchema } from "./answer-schema.ts";
import type { ProviderResponse, Tokens } from "#adapters/models/provider.ts";
import { toEffort } from "./effort.ts";
import type { Effort } from "./effort.ts";
import { withCache } from "./messages-cache.ts";
import { abilitiesOf } from "./messages-model.ts";
import { createToolNames } from "./tool-names.ts";
import type { ToolNames } from "./tool-names.ts";

type Params = Anthropic.MessageStreamParams;

/** The request, and how its tools are called on the wire; its schema as such or in words. */
export function toParams(
  model: string,
  request: ModelRequest,
  { inWords = false }: { readonly inWords?: boolean } = {},
): { readonly params: Params; readonly names: ToolNames } {
  const earlier = calledTools(request.messages);
  const names = createToolNames([...request.tools.map(({ name }) => name), ...earlier]);
  const { maxTokens, schemaMode } = abilitiesOf(model);
  const { schema } = request;
  const strict = schema === null || !schemaMode || inWords ? undefined : toStrictSchema(schema);
  const described = schema !== null && strict === undefined ? describeSchema(schema) : "";
  const system = [request.system, described].filter((text) => text !== "").join("\n\n");
  const { thinking, effort } = toThinking(model, request);
  const params: Params = {
    model,
    max_tokens: maxTokens,
    messages: request.messages.flatMap((message) => toMessages(message, names)),
    ...(system !== "" && { system }),
    ...toTools(request, earlier, names),
    ...(thinking && { thinking }),
    ...((strict !== undefined || effort !== undefined) && {
      output_config: {
        ...(strict && { format: { type: "json_schema", schema: strict } }),
        ...(effort !== undefined && { effort }),
      },
    }),
  };
  return { params: withCache(params, request), names };
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

/** How hard the model is to think: by a word, by a number of tokens for those that know no words. */
function toThinking(
  model: string,
  { reasoningEffort, messages }: ModelRequest,
): { readonly thinking?: Params["thinking"] & object; readonly effort?: Effort } {
  const { maxTokens, thinking, unasked } = abilitiesOf(model);
  if (reasoningEffort === null || thinking === "none") return {};
  if (thinking !== "budget") {
    const effort = toEffort(reasoningEffort, thinking);
    return unasked === true ? { effort } : { thinking: { type: "adaptive" }, effort };
  }
  // What it thought before it called tools must be sent back then, and others' thoughts can't be.
  if (messages.at(-1)?.role === "tool" && !thoughtBefore(messages)) return {};
  const budget_tokens = Math.min(budgets[reasoningEffort], maxTokens / 2);
  return { thinking: { type: "enabled", budget_tokens } };
}

const budgets: Readonly<Record<ReasoningEffort, number>> = {
  low: 4_000,
  medium: 10_000,
  high: 20_000,
  extra_high: 32_000,
  max: 48_000,
};

function thoughtBefore(messages: readonly Message[]): boolean {
  const last = messages.findLast(({ role }) => role === "assistant");
  return last?.role === "assistant" && last.native?.provider === "anthropic";
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
  if (reason === "max_tokens") return "length";
  if (reason === "refusal") return "refusal";
  return calls.length > 0 ? "tool_calls" : "stop";
}

/** Blocks that this provider gave us, kept as data; a call that nests too deep is refused as such. */
function readContent(content: readonly Anthropic.ContentBlock[]): Value {
  if (isTooDeep(content)) return null;
  return JSON.parse(JSON.stringify(content)) as Value;
}

function readBlocks(content: Value): Anthropic.ContentBlockParam[] {
  return (isList(content) ? content : []) as unknown as Anthropic.ContentBlockParam[];
}

function readValue(input: unknown): Value {
  return (input ?? {}) as Fields;
}
