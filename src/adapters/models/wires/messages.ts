/** Anthropic's Messages API. */
import type * as Sdk from "@anthropic-ai/sdk";
import type { MessageStream } from "@anthropic-ai/sdk/lib/MessageStream.mjs";
import { RunFailure } from "#core/run/failure.ts";
import { isNonsense, outOfWindow, textOf, toRunFailure } from "#adapters/models/failures.ts";
import { toHeader } from "#adapters/models/provider.ts";
import type { Call, Connection, ProviderResponse, Wire } from "#adapters/models/provider.ts";
import { createAnthropic, createClient } from "./messages-client.ts";
import type { MessagesClient } from "./messages-client.ts";
import { fromMessage, toParams, toTokens } from "./messages-form.ts";

/** Anthropic's Messages API. */
export const messages: Wire = { generate, list };

async function generate(call: Call): Promise<ProviderResponse> {
  call.signal.throwIfAborted();
  const [sdk, client] = await Promise.all([
    import("@anthropic-ai/sdk"),
    createClient(call.connection),
  ]);
  try {
    return await speak(sdk, client, { call, inWords: false });
  } catch (error) {
    if (!refusesSchema(error, call)) throw error;
    return await speak(sdk, client, { call, inWords: true });
  }
}

/** How a request is sent. */
interface Manner {
  readonly call: Call;
  /** The schema of the answer is said in words. */
  readonly inWords: boolean;
}

async function speak(
  sdk: typeof Sdk,
  client: MessagesClient,
  { call, inWords }: Manner,
): Promise<ProviderResponse> {
  const { signal, onText, request } = call;
  const { params, names } = toParams(call.model, request, { inWords });
  const stream = client.messages.stream(params, {
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

/** Clouds and gateways learn of the schema mode later than Anthropic. */
function refusesSchema(error: unknown, { request }: Call): boolean {
  if (request.schema === null || !(error instanceof RunFailure)) return false;
  const { statusCode, message } = error.failure;
  return statusCode === 400 && /output_config|output_format|json_schema/.test(message);
}

async function list(connection: Connection, signal: AbortSignal): Promise<string[]> {
  const client = await createAnthropic(connection);
  const names: string[] = [];
  for await (const { id } of client.models.list({ limit: 1000 }, { signal })) names.push(id);
  return names;
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
