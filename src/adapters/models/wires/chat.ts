/** Chat completions, as OpenAI made them and everybody else took them over. */
import type * as Sdk from "openai";
import type { ModelRequest } from "#core/ports/model.ts";
import { isNonsense, textOf, toRunFailure } from "#adapters/models/failures.ts";
import { toHeader } from "#adapters/models/provider.ts";
import type { Call, ProviderResponse, Wire } from "#adapters/models/provider.ts";
import { createGathered, fromGathered, gather, toParams, toTokens } from "./chat-form.ts";
import type { Extra, Gathered } from "./chat-form.ts";
import { createClient, list } from "./openai-client.ts";

/** What servers have refused, by address and model, so that each is asked once only. */
type Refusals = Map<string, Set<Extra>>;

/** Chat completions. */
export function createChat(): Wire {
  const refusals: Refusals = new Map();
  return { generate: (call) => generate(call, refusals), list };
}

async function generate(call: Call, refusals: Refusals): Promise<ProviderResponse> {
  const { signal, connection, model } = call;
  signal.throwIfAborted();
  const sdk = await import("openai");
  const place = `${connection.baseUrl} ${model}`;
  const refused = refusals.get(place) ?? new Set();
  refusals.set(place, refused);
  for (;;) {
    const seen: Seen = { gathered: createGathered(model), response: undefined };
    try {
      return await speak(sdk, call, { refused, seen });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const extra = refusedExtra(sdk, error, call.request);
      if (extra === undefined || refused.has(extra)) throw translate(sdk, error, { call, seen });
      refused.add(extra);
    }
  }
}

/** What had come before it failed. */
interface Seen {
  readonly gathered: Gathered;
  response: Response | undefined;
}

async function speak(
  sdk: typeof Sdk,
  call: Call,
  { refused, seen }: { readonly refused: ReadonlySet<Extra>; readonly seen: Seen },
): Promise<ProviderResponse> {
  const { signal, request, connection } = call;
  const { params, names } = toParams(call.model, request, refused);
  const headers = { "Idempotency-Key": toHeader(request.site.key) };
  const client = createClient(sdk, connection);
  const sent = client.chat.completions.create(params, { signal, headers });
  const { data: chunks, response } = await sent.withResponse();
  seen.response = response;
  for await (const chunk of chunks) {
    const text = gather(seen.gathered, chunk);
    if (text !== "") call.onText?.(text);
  }
  signal.throwIfAborted();
  if (seen.gathered.finish === undefined) {
    throw new Error("the stream ended before the answer was complete");
  }
  return fromGathered(seen.gathered, names, request.messages.length);
}

/** What a server says it does not take, of that which a call can do without. */
function refusedExtra(sdk: typeof Sdk, error: unknown, request: ModelRequest): Extra | undefined {
  const api: Sdk.APIError | undefined = error instanceof sdk.APIError ? error : undefined;
  if (api === undefined) return undefined;
  const { status, param, message } = api;
  if (status === undefined || ![400, 404, 422, 501].includes(status)) return undefined;
  const text = `${param ?? ""} ${message}`;
  if (/stream_options|include_usage/i.test(text)) return "stream_options";
  if (request.reasoningEffort !== null && /reasoning|\beffort\b/i.test(text)) {
    return "reasoning_effort";
  }
  const schema = /response_?format|json_?schema|structured|guided|grammar/i;
  return request.schema !== null && schema.test(text) ? "response_format" : undefined;
}

interface Context {
  readonly call: Call;
  readonly seen: Seen;
}

function translate(sdk: typeof Sdk, error: unknown, { call, seen }: Context): Error {
  const api: Sdk.APIError | undefined = error instanceof sdk.APIError ? error : undefined;
  const nonsense = api === undefined && isNonsense(error, seen.response);
  return toRunFailure({
    call,
    status: api?.status,
    kind: api?.code ?? api?.type ?? "",
    text: nonsense ? "it did not answer with completions" : textOf(error).replace(/^\d{3} /, ""),
    headers: api?.headers,
    connection: api === undefined ? !nonsense : api instanceof sdk.APIConnectionError,
    tokens: seen.gathered.usage && toTokens(seen.gathered.usage),
    error,
  });
}
