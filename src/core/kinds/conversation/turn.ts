/** One turn of a model: a step. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { NodeContext, StepResult } from "#core/kinds/kind.ts";
import type {
  Message,
  ModelRequest,
  ModelResponse,
  ToolCall,
  ToolDefinition,
} from "#core/ports/model.ts";
import type { Topic } from "./converse.ts";

type Assistant = Extract<Message, { readonly role: "assistant" }>;

/** What is sent. */
export interface Turn {
  readonly model: string;
  readonly messages: readonly Message[];
  /** `model:<turn>`, or `model:<turn>.<call>` for a question that was asked there. */
  readonly step: string;
  /** The conversation begins with it. */
  readonly opening: boolean;
  readonly tools: readonly ToolDefinition[];
}

/** What came back, as the log has it. */
export interface Reply {
  readonly message: Assistant;
  readonly model: string;
}

/** Lets the model speak, or reads what it said. */
export async function takeTurn(context: NodeContext, topic: Topic, turn: Turn): Promise<Reply> {
  const result = await context.step<Fields>(
    turn.step,
    async ({ site, signal }): Promise<StepResult<Fields>> => {
      const request = createRequest(topic, turn, site);
      informRequest(context, topic, turn, request);
      const response = await context.ports.models.generate(request, { signal });
      informResponse(context, site.step, response);
      return { result: toRecorded(response), usage: response.usage };
    },
  );
  return readReply(result, turn.model);
}

function createRequest(
  { config, system, form }: Topic,
  { model, messages, tools }: Turn,
  site: ModelRequest["site"],
): ModelRequest {
  return {
    model,
    system,
    messages: [...messages],
    tools,
    schema: form.jsonSchema,
    reasoningEffort: config.reasoningEffort,
    site,
  };
}

function informRequest(
  context: NodeContext,
  { system, user }: Topic,
  { opening }: Turn,
  request: ModelRequest,
): void {
  const { step } = request.site;
  if (opening) context.inform("llm_prompt", { system_prompt: system, user_message: user, step });
  context.inform("llm_request", {
    model: request.model,
    step,
    message_count: request.messages.length,
    tool_count: request.tools.length,
    session_id: context.session?.id ?? context.activationId,
    ...(request.schema === null ? {} : { schema: true }),
  });
}

function informResponse(context: NodeContext, step: string, response: ModelResponse): void {
  const { usage, finishReason, toolCalls, text } = response;
  context.inform("llm_step_finished", {
    step,
    input_tokens: usage.input_tokens,
    output_tokens: usage.output_tokens,
    cache_read_tokens: usage.cache_read_tokens,
    cache_write_tokens: usage.cache_write_tokens,
    cost_usd: usage.cost_usd,
    finish_reason: finishReason,
    tool_calls: toolCalls.length,
    ...(text === "" ? {} : { response_text: text }),
  });
}

function toRecorded({ model, text, toolCalls, finishReason, native }: ModelResponse): Fields {
  return {
    model,
    text,
    ...(toolCalls.length === 0
      ? {}
      : { toolCalls: toolCalls.map(({ id, name, input }) => ({ id, name, input })) }),
    finishReason,
    ...(native ? { native: { provider: native.provider, content: native.content } } : {}),
  };
}

function readReply(result: Fields, asked: string): Reply {
  const { model, text, native } = result;
  const calls = isList(result["toolCalls"]) ? result["toolCalls"] : [];
  const message: Assistant = {
    role: "assistant",
    text: typeof text === "string" ? text : "",
    toolCalls: calls.filter((call) => isFields(call)).map(readCall),
    ...(isFields(native) ? { native: readNative(native) } : {}),
  };
  return { message, model: typeof model === "string" ? model : asked };
}

function readCall(call: Fields): ToolCall {
  const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");
  return { id: text(call["id"]), name: text(call["name"]), input: call["input"] ?? null };
}

function readNative(native: Fields): Assistant["native"] & object {
  const { provider, content } = native;
  return { provider: typeof provider === "string" ? provider : "", content: content ?? null };
}
