/** Plays Anthropic's Messages API. */
import { toText } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import { loopbackKey, pieces, startLoopback } from "./server.ts";
import type {
  Loopback,
  LoopbackOptions,
  Wire,
  WireAnswer,
  WireRequest,
  WireScript,
} from "./server.ts";

/**
 * Starts a server that answers `POST /v1/messages` from a script.
 *
 * @example
 * await using server = await startAnthropicServer([{ text: "Hello." }]);
 * const models = createModels({ env: server.env });
 */
export function startAnthropicServer(
  script: WireScript,
  options?: LoopbackOptions,
): Promise<Loopback> {
  return startLoopback(wire, script, options);
}

/** The wire, which the clouds that serve these models have put a coat around. */
export const wire: Wire = {
  path: "/v1/messages",
  listPath: "/v1/models",
  list: (models) => ({
    data: models.map((id) => ({
      id,
      type: "model",
      display_name: id,
      created_at: "2026-01-01T00:00:00Z",
    })),
    has_more: false,
    first_id: models[0] ?? null,
    last_id: models.at(-1) ?? null,
  }),
  env: (url) => ({ ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: loopbackKey }),
  isAllowed: ({ headers }) =>
    headers["x-api-key"] === loopbackKey || headers["authorization"] === `Bearer ${loopbackKey}`,
  fault: (status, kind, message) => ({
    type: "error",
    error: { type: kind ?? kinds[status] ?? "api_error", message },
    request_id: "req_loopback",
  }),
  answer(request, answer, index) {
    const content = blocks(answer);
    return {
      ...envelope(request, answer, index),
      content,
      ...ending(answer),
      usage: usage(answer),
    };
  },
  events,
};

const kinds: Readonly<Record<number, string | undefined>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

function envelope(request: WireRequest, { model }: WireAnswer, index: number): Fields {
  const asked = request.body["model"] ?? null;
  return { id: `msg_${index}`, type: "message", role: "assistant", model: model ?? asked };
}

function blocks({ thinking, text, toolCalls = [] }: WireAnswer): Fields[] {
  return [
    ...(thinking === undefined ? [] : [{ type: "thinking", thinking, signature: "signed" }]),
    ...(text === undefined ? [] : [{ type: "text", text, citations: null }]),
    ...toolCalls.map(({ name, input }, index) => ({
      type: "tool_use",
      id: `toolu_${index}`,
      name,
      input,
    })),
  ];
}

function ending({ toolCalls = [], finish }: WireAnswer): Fields {
  const usual = toolCalls.length > 0 ? "tool_use" : "end_turn";
  const reason = reasons[finish ?? "stop"] ?? usual;
  return { stop_reason: reason, stop_sequence: null };
}

const reasons: Readonly<Record<string, string | undefined>> = {
  length: "max_tokens",
  refusal: "refusal",
  window: "model_context_window_exceeded",
};

function usage({ usage: tokens = {} }: WireAnswer): Fields {
  return {
    input_tokens: tokens.input ?? 0,
    output_tokens: tokens.output ?? 0,
    cache_read_input_tokens: tokens.cacheRead ?? 0,
    cache_creation_input_tokens: tokens.cacheWrite ?? 0,
  };
}

function events(
  request: WireRequest,
  answer: WireAnswer,
  index: number,
): readonly { readonly name: string; readonly data: Fields }[] {
  const message = {
    ...envelope(request, answer, index),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...usage(answer), output_tokens: 1 },
  };
  const last =
    answer.endsWithError === undefined
      ? [
          { type: "message_delta", delta: ending(answer), usage: usage(answer) },
          { type: "message_stop" },
        ]
      : [{ type: "error", error: { type: answer.endsWithError, message: "trouble on the way" } }];
  const data: Fields[] = [
    { type: "message_start", message },
    { type: "ping" },
    ...blocks(answer).flatMap((block, position) => blockEvents(block, position)),
    ...last,
  ];
  return data.map((fields) => ({ name: toText(fields["type"] ?? ""), data: fields }));
}

function blockEvents(block: Fields, index: number): Fields[] {
  const { empty, deltas } = inPieces(block);
  return [
    { type: "content_block_start", index, content_block: empty },
    ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index },
  ];
}

/** A block as it begins, and what is then added to it. */
function inPieces(block: Fields): { readonly empty: Fields; readonly deltas: readonly Fields[] } {
  const { type, text, thinking, signature, input } = block;
  if (type === "text") {
    const deltas = pieces(toText(text ?? "")).map((piece) => ({ type: "text_delta", text: piece }));
    return { empty: { ...block, text: "" }, deltas };
  }
  if (type === "thinking") {
    const thoughts = pieces(toText(thinking ?? "")).map((piece) => ({
      type: "thinking_delta",
      thinking: piece,
    }));
    const deltas = [...thoughts, { type: "signature_delta", signature: signature ?? "" }];
    return { empty: { ...block, thinking: "", signature: "" }, deltas };
  }
  const deltas = pieces(JSON.stringify(input)).map((piece) => ({
    type: "input_json_delta",
    partial_json: piece,
  }));
  return { empty: { ...block, input: {} }, deltas };
}
