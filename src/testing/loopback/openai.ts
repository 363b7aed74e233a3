/** Plays OpenAI's Responses API. */
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
 * Starts a server that answers `POST /v1/responses` from a script.
 *
 * @example
 * await using server = await startOpenAiServer([{ text: "Hello." }]);
 * const models = createModels({ env: server.env });
 */
export function startOpenAiServer(
  script: WireScript,
  options?: LoopbackOptions,
): Promise<Loopback> {
  return startLoopback(wire, script, options);
}

const wire: Wire = {
  path: "/v1/responses",
  listPath: "/v1/models",
  list: (models) => ({ object: "list", data: models.map((id) => ({ id, object: "model" })) }),
  env: (url) => ({ OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: loopbackKey }),
  isAllowed: ({ headers }) => headers["authorization"] === `Bearer ${loopbackKey}`,
  fault(status, kind, message) {
    const { code, type } = kinds[status] ?? { code: null, type: "server_error" };
    return { error: { message, type, param: null, code: kind ?? code } };
  },
  answer: (request, answer, index) => response(request, answer, index),
  events,
};

const kinds: Readonly<
  Record<number, { readonly code: string | null; readonly type: string } | undefined>
> = {
  400: { code: null, type: "invalid_request_error" },
  401: { code: "invalid_api_key", type: "invalid_request_error" },
  403: { code: null, type: "invalid_request_error" },
  404: { code: "model_not_found", type: "invalid_request_error" },
  429: { code: "rate_limit_exceeded", type: "requests" },
};

function response(request: WireRequest, answer: WireAnswer, index: number): Fields {
  const cut = answer.finish === "length";
  return {
    ...envelope(request, answer, index),
    status: cut ? "incomplete" : "completed",
    incomplete_details: cut ? { reason: "max_output_tokens" } : null,
    output: items(answer, index),
    usage: usage(answer),
  };
}

function envelope(request: WireRequest, { model }: WireAnswer, index: number): Fields {
  const asked = request.body["model"] ?? null;
  return { id: `resp_${index}`, object: "response", model: model ?? asked, error: null };
}

function items({ thinking, text, toolCalls = [], finish }: WireAnswer, index: number): Fields[] {
  const part =
    finish === "refusal"
      ? { type: "refusal", refusal: text ?? "" }
      : { type: "output_text", text: text ?? "", annotations: [] };
  const reasoning = {
    type: "reasoning",
    id: `rs_${index}`,
    summary: [{ type: "summary_text", text: thinking ?? "" }],
    encrypted_content: "encrypted",
  };
  const message = {
    type: "message",
    id: `msg_${index}`,
    role: "assistant",
    status: "completed",
    content: [part],
  };
  return [
    ...(thinking === undefined ? [] : [reasoning]),
    ...(text === undefined ? [] : [message]),
    ...toolCalls.map(({ name, namespace, input }, position) => ({
      type: "function_call",
      id: `fc_${index}_${position}`,
      call_id: `call_${index}_${position}`,
      name,
      ...(namespace !== undefined && { namespace }),
      arguments: JSON.stringify(input),
      status: "completed",
    })),
  ];
}

function usage({ usage: tokens = {} }: WireAnswer): Fields {
  const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0 } = tokens;
  const all = input + cacheRead + cacheWrite;
  return {
    input_tokens: all,
    input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: all + output,
  };
}

function events(
  request: WireRequest,
  answer: WireAnswer,
  index: number,
): readonly { readonly name: string; readonly data: Fields }[] {
  const begun = { ...envelope(request, answer, index), status: "in_progress", output: [] };
  const data: Fields[] = [
    { type: "response.created", response: begun },
    ...items(answer, index).flatMap((item, position) => itemEvents(item, position)),
    lastEvent(request, answer, index),
  ];
  return data.map((fields, number) => ({
    name: toText(fields["type"] ?? ""),
    data: { ...fields, sequence_number: number },
  }));
}

function lastEvent(request: WireRequest, answer: WireAnswer, index: number): Fields {
  const whole = response(request, answer, index);
  if (answer.endsWithError === "error") {
    return { type: "error", code: null, message: "trouble on the way", param: null };
  }
  if (answer.endsWithError !== undefined) {
    const error = { code: answer.endsWithError, message: "trouble on the way" };
    return { type: "response.failed", response: { ...whole, status: "failed", error } };
  }
  return { type: `response.${toText(whole["status"] ?? "")}`, response: whole };
}

function itemEvents(item: Fields, output_index: number): Fields[] {
  const item_id = item["id"] ?? "";
  const place = { output_index, item_id };
  const inside =
    item["type"] === "function_call"
      ? pieces(toText(item["arguments"] ?? "")).map((delta) => ({
          type: "response.function_call_arguments.delta",
          ...place,
          delta,
        }))
      : textEvents(item, place);
  return [
    { type: "response.output_item.added", output_index, item },
    ...inside,
    { type: "response.output_item.done", output_index, item },
  ];
}

function textEvents(item: Fields, place: Fields): Fields[] {
  const [part] = Array.isArray(item["content"]) ? (item["content"] as Fields[]) : [];
  if (typeof part?.["text"] !== "string") return [];
  const at = { ...place, content_index: 0 };
  return [
    { type: "response.content_part.added", ...at, part: { ...part, text: "" } },
    ...pieces(part["text"]).map((delta) => ({
      type: "response.output_text.delta",
      ...at,
      delta,
      logprobs: [],
    })),
    { type: "response.content_part.done", ...at, part },
  ];
}
