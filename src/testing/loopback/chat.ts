/** Plays servers of chat completions: GitHub Models, and whatever else speaks like OpenAI. */
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
 * Starts a server that answers `POST /v1/chat/completions` from a script.
 *
 * @example
 * await using server = await startChatServer([{ text: "Hello." }]);
 * const models = createModels({ env: server.env });
 */
export function startChatServer(script: WireScript, options?: LoopbackOptions): Promise<Loopback> {
  return startLoopback(compatible, script, options);
}

/** Starts a server that answers as GitHub Models does. */
export function startGitHubModelsServer(
  script: WireScript,
  options?: LoopbackOptions,
): Promise<Loopback> {
  return startLoopback(github, script, options);
}

const completions: Pick<Wire, "isAllowed" | "fault" | "answer" | "events"> = {
  isAllowed: ({ headers }) => headers["authorization"] === `Bearer ${loopbackKey}`,
  fault: (status, kind, message) => ({
    error: { message, type: null, param: null, code: kind ?? kinds[status] ?? null },
  }),
  answer: completion,
  events: chunks,
};

const compatible: Wire = {
  ...completions,
  path: "/v1/chat/completions",
  listPath: "/v1/models",
  list: (models) => ({ object: "list", data: models.map((id) => ({ id, object: "model" })) }),
  env: (url) => ({
    OPENAI_COMPATIBLE_BASE_URL: `${url}/v1`,
    OPENAI_COMPATIBLE_API_KEY: loopbackKey,
  }),
};

const github: Wire = {
  ...completions,
  path: "/inference/chat/completions",
  listPath: "/catalog/models",
  list: (models) => models.map((id) => ({ id, name: id, publisher: id.split("/")[0] ?? "" })),
  env: (url) => ({ GITHUB_MODELS_BASE_URL: `${url}/inference`, GITHUB_TOKEN: loopbackKey }),
};

const kinds: Readonly<Record<number, string | undefined>> = {
  401: "unauthorized",
  413: "tokens_limit_reached",
  429: "RateLimitReached",
};

function envelope(request: WireRequest, { model }: WireAnswer, index: number): Fields {
  return { id: `chatcmpl_${index}`, created: 0, model: model ?? request.body["model"] ?? null };
}

function completion(request: WireRequest, answer: WireAnswer, index: number): Fields {
  const message = { role: "assistant", ...said(answer), ...calls(answer, index) };
  return {
    ...envelope(request, answer, index),
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: finishOf(answer) }],
    usage: usage(answer),
  };
}

function chunks(
  request: WireRequest,
  answer: WireAnswer,
  index: number,
): readonly { readonly name: string; readonly data: Fields }[] {
  const begun = { ...envelope(request, answer, index), object: "chat.completion.chunk" };
  const chunk = (delta: Fields, finish_reason: string | null = null): Fields => ({
    ...begun,
    choices: [{ index: 0, delta, finish_reason }],
  });
  const asked = request.body["stream_options"] !== undefined;
  const data: Fields[] = [
    chunk({ role: "assistant", content: "" }),
    ...pieces(answer.thinking ?? "").map((piece) => chunk({ reasoning_content: piece })),
    ...pieces(answer.text ?? "").map((piece) => chunk(said({ ...answer, text: piece }))),
    ...callPieces(answer, index).map((call) => chunk({ tool_calls: [call] })),
    ...(answer.endsWithError === undefined
      ? [
          chunk({}, finishOf(answer)),
          ...(asked ? [{ ...begun, choices: [], usage: usage(answer) }] : []),
        ]
      : [{ error: { message: "trouble on the way", type: answer.endsWithError, code: null } }]),
  ];
  return data.map((fields) => ({ name: "", data: fields }));
}

function said({ text = "", finish }: WireAnswer): Fields {
  return finish === "refusal" ? { refusal: text } : { content: text };
}

function calls({ toolCalls = [] }: WireAnswer, index: number): Fields {
  if (toolCalls.length === 0) return {};
  return {
    tool_calls: toolCalls.map(({ name, input }, at) => ({
      id: `call_${index}_${at}`,
      type: "function",
      function: { name, arguments: JSON.stringify(input) },
    })),
  };
}

/** A call as it begins, and its arguments piece by piece. */
function callPieces({ toolCalls = [] }: WireAnswer, answer: number): Fields[] {
  return toolCalls.flatMap(({ name, input }, index): Fields[] => [
    { index, id: `call_${answer}_${index}`, type: "function", function: { name, arguments: "" } },
    ...pieces(JSON.stringify(input)).map((piece) => ({ index, function: { arguments: piece } })),
  ]);
}

function finishOf({ toolCalls = [], finish }: WireAnswer): string {
  if (finish === "length") return "length";
  return toolCalls.length > 0 ? "tool_calls" : "stop";
}

function usage({ usage: tokens = {} }: WireAnswer): Fields {
  const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0 } = tokens;
  const all = input + cacheRead + cacheWrite;
  return {
    prompt_tokens: all,
    completion_tokens: output,
    total_tokens: all + output,
    prompt_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
  };
}
