/** Anthropic's Messages API. */
import type * as Sdk from "@anthropic-ai/sdk";
import type { MessageStream } from "@anthropic-ai/sdk/lib/MessageStream.mjs";
import { RunFailure } from "#core/run/failure.ts";
import { isNonsense, outOfWindow, textOf, toRunFailure } from "#adapters/models/failures.ts";
import { toHeader } from "#adapters/models/provider.ts";
import type { Call, Connection, ProviderResponse, Wire } from "#adapters/models/provider.ts";
import { watchSilence } from "#adapters/models/silence.ts";
import { fromMessage, toParams, toTokens } from "./messages-form.ts";

/** Anthropic's Messages API. */
export const messages: Wire = { generate, list };

async function generate(call: Call): Promise<ProviderResponse> {
  const { signal, onText, request, connection } = call;
  signal.throwIfAborted();
  const sdk = await import("@anthropic-ai/sdk");
  const { params, names } = toParams(call.model, request);
  const stream = createClient(sdk, connection).messages.stream(params, {
    signal,
    headers: { "Idempotency-Key": toHeader(request.site.key) },
  });
  if (onText) stream.on("text", onText);
  try {
    const message = await stream.finalMessage();
    if (message.stop_reason === "model_context_window_exceeded") {
      throw outOfWindow(call, toTokens(message.usage));
    }
    return fromMessage(message, names);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof RunFailure ? error : translate(sdk, error, { call, stream });
  }
}

async function list(connection: Connection, signal: AbortSignal): Promise<string[]> {
  const sdk = await import("@anthropic-ai/sdk");
  const names: string[] = [];
  const pages = createClient(sdk, connection).models.list({ limit: 1000 }, { signal });
  for await (const { id } of pages) names.push(id);
  return names;
}

function createClient(sdk: typeof Sdk, { key, baseUrl, silenceMs }: Connection): Sdk.Anthropic {
  return new sdk.Anthropic({
    apiKey: key,
    authToken: null,
    baseURL: baseUrl,
    maxRetries: 0,
    logLevel: "off",
    fetch: watchSilence(silenceMs, fetch),
  });
}

interface Context {
  readonly call: Call;
  readonly stream: MessageStream;
}

function translate(sdk: typeof Sdk, error: unknown, { call, stream }: Context): Error {
  const api: Sdk.APIError | undefined = error instanceof sdk.APIError ? error : undefined;
  const nonsense = api === undefined && isNonsense(error, stream.response);
  const used = stream.currentMessage?.usage;
  return toRunFailure({
    call,
    status: api?.status,
    kind: api?.type ?? "",
    text: nonsense ? "it did not answer with messages" : (api?.apiMessage ?? textOf(error)),
    headers: api?.headers,
    connection: api === undefined ? !nonsense : api instanceof sdk.APIConnectionError,
    tokens: used && toTokens(used),
    error,
  });
}
