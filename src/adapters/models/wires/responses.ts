/** OpenAI's Responses API. */
import type * as Sdk from "openai";
import type { Response } from "openai/resources/responses/responses.mjs";
import { isNonsense, textOf, toRunFailure } from "#adapters/models/failures.ts";
import { toHeader } from "#adapters/models/provider.ts";
import type { Call, ProviderResponse, Wire } from "#adapters/models/provider.ts";
import { createClient, list } from "./openai-client.ts";
import { fromResponse, toParams, toTokens } from "./responses-form.ts";

/** OpenAI's Responses API. */
export const responses: Wire = { generate, list };

async function generate(call: Call): Promise<ProviderResponse> {
  const { signal, request, connection } = call;
  signal.throwIfAborted();
  const sdk = await import("openai");
  const { params, names } = toParams(call.model, request);
  const seen: Seen = { answer: undefined, response: undefined };
  try {
    const headers = { "Idempotency-Key": toHeader(request.site.key) };
    const sent = createClient(sdk, connection).responses.create(params, { signal, headers });
    const { data: events, response } = await sent.withResponse();
    seen.response = response;
    for await (const event of events) {
      if (event.type === "response.output_text.delta") call.onText?.(event.delta);
      if ("response" in event) seen.answer = event.response;
      if (isLast(event.type)) break;
    }
    signal.throwIfAborted();
    return fromResponse(complete(seen.answer), names);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw translate(sdk, error, { call, seen });
  }
}

/** What had come before it failed. */
interface Seen {
  answer: Response | undefined;
  response: globalThis.Response | undefined;
}

function isLast(type: string): boolean {
  return type === "response.completed" || type === "response.incomplete";
}

/** The whole answer; a stream that ends without one was cut. */
function complete(answer: Response | undefined): Response {
  if (answer?.status === "completed" || answer?.status === "incomplete") return answer;
  if (answer?.status === "failed" && answer.error) throw new FailedResponseError(answer.error);
  throw new Error("the stream ended before the answer was complete");
}

/** A response that says itself that it failed. */
class FailedResponseError extends Error {
  override readonly name = "FailedResponseError";
  readonly code: string;

  constructor({ code, message }: { readonly code: string; readonly message: string }) {
    super(message);
    this.code = code;
  }
}

interface Context {
  readonly call: Call;
  readonly seen: Seen;
}

function translate(sdk: typeof Sdk, error: unknown, { call, seen }: Context): Error {
  const api: Sdk.APIError | undefined = error instanceof sdk.APIError ? error : undefined;
  const failed = error instanceof FailedResponseError ? error : undefined;
  const said = api !== undefined || failed !== undefined;
  const nonsense = !said && isNonsense(error, seen.response);
  return toRunFailure({
    call,
    status: api?.status,
    kind: failed?.code ?? api?.code ?? api?.type ?? "",
    text: nonsense ? "it did not answer with responses" : textOf(error).replace(/^\d{3} /, ""),
    headers: api?.headers,
    connection: said ? api instanceof sdk.APIConnectionError : !nonsense,
    tokens: seen.answer?.usage && toTokens(seen.answer.usage),
    error,
  });
}
