/**
 * One turn of a model: a step, and one more behind it (`model:0+1`) for each further model that is
 * tried because the one before it could not be reached.
 */
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
import { RunFailure } from "#core/run/failure.ts";
import type { Topic } from "./converse.ts";
import { mayBeOthers, nobodyAnswered } from "./fallback.ts";
import type { Missed } from "./fallback.ts";
import { refuseUnpriced } from "./refusal.ts";

type Assistant = Extract<Message, { readonly role: "assistant" }>;

/** Words for a model: its task, or what is wrong with its answer. */
export interface Told {
  /** Empty where the conversation has it already. */
  readonly system: string;
  readonly user: string;
}

/** What is sent. */
export interface Turn {
  /** In the order in which they are tried. */
  readonly models: readonly string[];
  readonly messages: readonly Message[];
  /** `model:<turn>`, or `model:<turn>.<call>` for a question that was asked there. */
  readonly step: string;
  /** What it tells the model; null if that is only what its calls gave. */
  readonly told: Told | null;
  readonly tools: readonly ToolDefinition[];
}

/** What came back, as the log has it. */
export interface Reply {
  readonly message: Assistant;
  /** As the provider says it. */
  readonly model: string;
  readonly finishReason: ModelResponse["finishReason"];
  /** The step that has it. */
  readonly step: string;
  /** The model that answered, as it was named, and those behind it: the talk goes on with them. */
  readonly models: readonly string[];
}

/** Lets the first model that can be reached speak, or reads what it said. */
export async function takeTurn(context: NodeContext, topic: Topic, turn: Turn): Promise<Reply> {
  const missed: Missed[] = [];
  for (const [at, model] of turn.models.entries()) {
    try {
      const step = at === 0 ? turn.step : `${turn.step}+${at}`;
      const reply = await speak(context, topic, { ...turn, model, step, before: missed.at(-1) });
      return { ...reply, step, models: turn.models.slice(at) };
    } catch (error) {
      if (!(error instanceof RunFailure) || !mayBeOthers(error.failure)) throw error;
      missed.push({ model, failure: error.failure });
    }
  }
  throw nobodyAnswered(missed);
}

/** One model's turn. */
interface Try extends Turn {
  readonly model: string;
  /** The model that was tried before. */
  readonly before: Missed | undefined;
}

async function speak(
  context: NodeContext,
  topic: Topic,
  attempt: Try,
): Promise<Pick<Reply, "message" | "model" | "finishReason">> {
  const result = await context.step<Fields>(
    attempt.step,
    async ({ site, signal, onText }): Promise<StepResult<Fields>> => {
      const request = createRequest(topic, attempt, site);
      informRequest(context, attempt, request);
      const response = await context.ports.models.generate(request, { signal, onText });
      informResponse(context, site.step, response);
      refuseUnpriced(context, "the model", response.usage);
      return { result: toRecorded(response), usage: response.usage };
    },
  );
  return readReply(result, attempt.model);
}

function createRequest(
  { config, system, form }: Topic,
  { model, messages, tools }: Try,
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
  { told, model, before }: Try,
  request: ModelRequest,
): void {
  const { step, attempt } = request.site;
  if (before !== undefined && attempt === 1) {
    const { message, code } = before.failure;
    context.inform("llm_fallback", { step, from: before.model, to: model, error: message, code });
  }
  if (told !== null && before === undefined) {
    context.inform("llm_prompt", { system_prompt: told.system, user_message: told.user, step });
  }
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

function readReply(
  result: Fields,
  asked: string,
): Pick<Reply, "message" | "model" | "finishReason"> {
  const { model, text, native, finishReason } = result;
  const calls = isList(result["toolCalls"]) ? result["toolCalls"] : [];
  const message: Assistant = {
    role: "assistant",
    text: typeof text === "string" ? text : "",
    toolCalls: calls.filter((call) => isFields(call)).map(readCall),
    ...(isFields(native) ? { native: readNative(native) } : {}),
  };
  return {
    message,
    model: typeof model === "string" ? model : asked,
    finishReason: finishReason === "length" || finishReason === "refusal" ? finishReason : "stop",
  };
}

function readCall(call: Fields): ToolCall {
  const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");
  return { id: text(call["id"]), name: text(call["name"]), input: call["input"] ?? null };
}

function readNative(native: Fields): Assistant["native"] & object {
  const { provider, content } = native;
  return { provider: typeof provider === "string" ? provider : "", content: content ?? null };
}
