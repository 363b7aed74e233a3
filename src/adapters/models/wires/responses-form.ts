/** Conversations on the wire of OpenAI's Responses API, and back. */
import type {
  Response,
  ResponseCreateParamsStreaming,
  ResponseInputItem,
  ResponseOutputItem,
  ResponseUsage,
} from "openai/resources/responses/responses.mjs";
import { isList } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { Message, ModelRequest, ToolCall } from "#core/ports/model.ts";
import { toStrictSchema } from "./answer-schema.ts";
import type { ProviderResponse, Tokens } from "#adapters/models/provider.ts";
import { readArguments } from "./arguments.ts";
import { levelsOf, reasons, toEffort } from "./effort.ts";
import { createToolNames } from "./tool-names.ts";
import type { ToolNames } from "./tool-names.ts";

type Params = ResponseCreateParamsStreaming;

/** The request, and how its tools are called on the wire. Nothing is stored at the provider. */
export function toParams(
  model: string,
  request: ModelRequest,
): { readonly params: Params; readonly names: ToolNames } {
  const names = createToolNames(request.tools.map(({ name }) => name));
  const effort = request.reasoningEffort;
  const params: Params = {
    model,
    stream: true,
    store: false,
    input: request.messages.flatMap((message) => toItems(message, names)),
    ...(request.system !== "" && { instructions: request.system }),
    ...(request.tools.length > 0 && {
      tools: request.tools.map(({ name, description, inputSchema }) => ({
        type: "function" as const,
        name: names.toWire(name),
        description,
        parameters: { ...inputSchema },
        strict: false,
      })),
    }),
    ...(request.schema !== null && { text: { format: toFormat(request.schema) } }),
    ...(reasons(model) && { include: ["reasoning.encrypted_content" as const] }),
    ...(effort !== null &&
      reasons(model) && { reasoning: { effort: toEffort(effort, levelsOf(model)) } }),
  };
  return { params, names };
}

/** What came back. */
export function fromResponse(response: Response, names: ToolNames): ProviderResponse {
  const { output } = response;
  const toolCalls = output.flatMap((item): ToolCall[] =>
    item.type === "function_call"
      ? [
          {
            id: item.call_id,
            name: names.fromWire(item.name),
            input: readArguments(item.arguments),
          },
        ]
      : [],
  );
  const parts = output.flatMap((item) => (item.type === "message" ? item.content : []));
  const refused = parts.some(({ type }) => type === "refusal");
  const own = output.some((item) => isOwn(item));
  return {
    model: response.model,
    text: parts.map((part) => (part.type === "refusal" ? part.refusal : part.text)).join(""),
    toolCalls,
    finishReason: refused ? "refusal" : finishOf(response, toolCalls),
    tokens: toTokens(response.usage),
    ...(own && { native: { provider: "openai", content: readContent(output) } }),
  };
}

/** Tokens as we count them; cached ones are part of the input here already. */
export function toTokens(usage: Partial<ResponseUsage> | undefined): Tokens {
  const { input_tokens = 0, output_tokens = 0, input_tokens_details: cached } = usage ?? {};
  const { cached_tokens = 0, cache_write_tokens = 0 }: Partial<typeof cached> = cached ?? {};
  return {
    input_tokens,
    output_tokens,
    cache_read_tokens: cached_tokens,
    cache_write_tokens,
  };
}

/** Strict where the schema allows it; free-form fields need the loose mode. */
function toFormat(
  schema: NonNullable<ModelRequest["schema"]>,
): NonNullable<NonNullable<Params["text"]>["format"]> {
  const strict = toStrictSchema(schema);
  return {
    type: "json_schema",
    name: "answer",
    schema: { ...(strict ?? schema) },
    strict: strict !== undefined,
  };
}

function toItems(message: Message, names: ToolNames): ResponseInputItem[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      return message.results.map(({ id, output }) => ({
        type: "function_call_output",
        call_id: id,
        output,
      }));
    case "assistant": {
      const { text, toolCalls, native } = message;
      if (native?.provider === "openai") return readItems(native.content);
      const calls = toolCalls.map(({ id, name, input }): ResponseInputItem => ({
        type: "function_call",
        call_id: id,
        name: names.toWire(name),
        arguments: JSON.stringify(input),
      }));
      return text === "" ? calls : [{ role: "assistant", content: text }, ...calls];
    }
  }
}

/** True for what the portable form of a message would lose. */
function isOwn(item: ResponseOutputItem): boolean {
  if (item.type === "message") return item.phase !== undefined && item.phase !== null;
  return item.type !== "function_call";
}

function finishOf(
  { status, incomplete_details }: Response,
  calls: readonly ToolCall[],
): ProviderResponse["finishReason"] {
  if (status === "incomplete") {
    return incomplete_details?.reason === "content_filter" ? "refusal" : "length";
  }
  return calls.length > 0 ? "tool_calls" : "stop";
}

/** Items that this provider gave us, kept as data. */
function readContent(output: readonly ResponseOutputItem[]): Value {
  return JSON.parse(JSON.stringify(output)) as Value;
}

function readItems(content: Value): ResponseInputItem[] {
  return (isList(content) ? content : []) as unknown as ResponseInputItem[];
}
