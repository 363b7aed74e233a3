/** Conversations on the wire of chat completions, and back. */
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions/completions.mjs";
import type { CompletionUsage } from "openai/resources/completions.mjs";
import type { Message, ModelRequest, ToolCall } from "#core/ports/model.ts";
import type { ProviderResponse, Tokens } from "#adapters/models/provider.ts";
import { describeSchema, toStrictSchema } from "./answer-schema.ts";
import { readArguments } from "./arguments.ts";
import { levelsOf, reasons, toEffort } from "./effort.ts";
import { createToolNames } from "./tool-names.ts";
import type { ToolNames } from "./tool-names.ts";

type Params = ChatCompletionCreateParamsStreaming;

/** What not every server takes, and a call can do without. */
export type Extra = "response_format" | "stream_options" | "reasoning_effort";

/** The request without what the server has refused, and how its tools are called on the wire. */
export function toParams(
  model: string,
  request: ModelRequest,
  refused: ReadonlySet<Extra>,
): { readonly params: Params; readonly names: ToolNames } {
  const names = createToolNames(request.tools.map(({ name }) => name));
  const { schema, reasoningEffort } = request;
  // In words as well: many servers take the schema mode and then ignore it.
  const described = schema === null ? "" : describeSchema(schema);
  const system = [request.system, described].filter((text) => text !== "").join("\n\n");
  const messages = request.messages.flatMap((message) => toMessages(message, names));
  const wants = (extra: Extra): boolean => !refused.has(extra);
  const params: Params = {
    model,
    stream: true,
    messages: system === "" ? messages : [{ role: "system", content: system }, ...messages],
    ...(wants("stream_options") && { stream_options: { include_usage: true } }),
    ...(request.tools.length > 0 && {
      tools: request.tools.map(({ name, description, inputSchema }) => ({
        type: "function" as const,
        function: { name: names.toWire(name), description, parameters: { ...inputSchema } },
      })),
    }),
    ...(schema !== null && wants("response_format") && { response_format: toFormat(schema) }),
    ...(reasoningEffort !== null &&
      wants("reasoning_effort") &&
      thinks(model) && { reasoning_effort: toEffort(reasoningEffort, levelsFor(model)) }),
  };
  return { params, names };
}

/** Strict where the schema allows it; free-form fields need the loose mode. */
function toFormat(
  schema: NonNullable<ModelRequest["schema"]>,
): NonNullable<Params["response_format"]> {
  const strict = toStrictSchema(schema);
  return {
    type: "json_schema",
    json_schema: {
      name: "answer",
      schema: { ...(strict ?? schema) },
      strict: strict !== undefined,
    },
  };
}

/** Of OpenAI's models it is known which think; of others, the server will say. */
function thinks(model: string): boolean {
  const name = bareName(model);
  return !/^(?:gpt-|chatgpt|o\d)/.test(name) || reasons(name);
}

function levelsFor(model: string): ReturnType<typeof levelsOf> {
  return levelsOf(bareName(model));
}

function bareName(model: string): string {
  return model.slice(model.lastIndexOf("/") + 1);
}

function toMessages(message: Message, names: ToolNames): ChatCompletionMessageParam[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      return message.results.map(({ id, output }) => ({
        role: "tool",
        tool_call_id: id,
        content: output,
      }));
    case "assistant": {
      const { text, toolCalls } = message;
      if (text === "" && toolCalls.length === 0) return [];
      const calls = toolCalls.map(({ id, name, input }) => ({
        type: "function" as const,
        id,
        function: { name: names.toWire(name), arguments: JSON.stringify(input) },
      }));
      return [{ role: "assistant", content: text, ...(calls.length > 0 && { tool_calls: calls }) }];
    }
  }
}

/** What has come of an answer. */
export interface Gathered {
  model: string;
  text: string;
  refusal: string;
  finish: string | undefined;
  usage: CompletionUsage | undefined;
  readonly calls: { id: string; name: string; input: string }[];
}

/** Nothing has come yet. */
export function createGathered(model: string): Gathered {
  return { model, text: "", refusal: "", finish: undefined, usage: undefined, calls: [] };
}

/** Adds a piece; gives the text that is new in it. */
export function gather(gathered: Gathered, chunk: ChatCompletionChunk): string {
  if (chunk.usage) gathered.usage = chunk.usage;
  if (chunk.model) gathered.model = chunk.model;
  // The last piece has usage only; some servers leave the list out.
  const choice = (chunk.choices as ChatCompletionChunk["choices"] | undefined)?.[0];
  if (choice === undefined) return "";
  if (choice.finish_reason) gathered.finish = choice.finish_reason;
  const { content, refusal, tool_calls: calls = [] } = choice.delta;
  gathered.text += content ?? "";
  gathered.refusal += refusal ?? "";
  for (const { index, id, function: called } of calls) {
    const call = (gathered.calls[index] ??= { id: "", name: "", input: "" });
    call.id ||= id ?? "";
    call.name += called?.name ?? "";
    call.input += called?.arguments ?? "";
  }
  return content ?? "";
}

/** The whole answer; `turn` makes ids of calls unique where the server gives none. */
export function fromGathered(gathered: Gathered, names: ToolNames, turn: number): ProviderResponse {
  const { model, refusal, finish, usage } = gathered;
  const toolCalls = gathered.calls.flatMap((call, at): ToolCall[] => {
    const id = call.id === "" ? `call_${turn}_${at}` : call.id;
    return [{ id, name: names.fromWire(call.name), input: readArguments(call.input) }];
  });
  const refused = refusal !== "" || finish === "content_filter";
  return {
    model,
    text: refusal === "" ? withoutThoughts(gathered.text) : refusal,
    toolCalls,
    finishReason: refused ? "refusal" : finishOf(finish, toolCalls),
    tokens: usage && toTokens(usage),
  };
}

/** Tokens as we count them; cached ones are part of the input here already. */
export function toTokens(usage: CompletionUsage): Tokens {
  const { prompt_tokens_details: input } = usage;
  return {
    input_tokens: usage.prompt_tokens,
    output_tokens: usage.completion_tokens,
    cache_read_tokens: input?.cached_tokens ?? 0,
    cache_write_tokens: input?.cache_write_tokens ?? 0,
  };
}

function finishOf(
  finish: string | undefined,
  calls: readonly ToolCall[],
): ProviderResponse["finishReason"] {
  if (finish === "length") return "length";
  return calls.length > 0 ? "tool_calls" : "stop";
}

/** Servers that don't tell thoughts from answers leave them in front. */
function withoutThoughts(text: string): string {
  return text.replace(/^\s*<think>[\s\S]*?<\/think>\s*/, "");
}
