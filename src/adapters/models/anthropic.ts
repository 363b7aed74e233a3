/** Anthropic's models, over the Messages API. */
import type * as Sdk from "@anthropic-ai/sdk";
import type { MessageStream } from "@anthropic-ai/sdk/lib/MessageStream.mjs";
import type { ModelRequest } from "#core/ports/model.ts";
import { fromMessage, toParams, toTokens } from "./anthropic-messages.ts";
import { isNonsense, textOf, toRunFailure } from "./failures.ts";
import { toHeader } from "./provider.ts";
import type { Environment, Provider, ProviderOptions, ProviderResponse } from "./provider.ts";

const keyName = "ANTHROPIC_API_KEY";
const baseUrlName = "ANTHROPIC_BASE_URL";

/** `anthropic/…` and bare `claude-…`. */
export const anthropic: Provider = {
  name: "anthropic",
  keyName,
  baseUrlName,
  bare: /^claude-/,
  generate,
};

async function generate(
  model: string,
  request: ModelRequest,
  options: ProviderOptions,
): Promise<ProviderResponse> {
  const { signal, onText, env } = options;
  signal.throwIfAborted();
  const sdk = await import("@anthropic-ai/sdk");
  const { params, names } = toParams(model, request);
  const stream = createClient(sdk, env).messages.stream(params, {
    signal,
    headers: { "Idempotency-Key": toHeader(request.site.key) },
  });
  if (onText) stream.on("text", onText);
  try {
    const message = await stream.finalMessage();
    return fromMessage(message, names);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw translate(sdk, error, { model, options, stream });
  }
}

function createClient(sdk: typeof Sdk, env: Environment): Sdk.Anthropic {
  return new sdk.Anthropic({
    apiKey: env[keyName] ?? "",
    baseURL: env[baseUrlName] ?? "https://api.anthropic.com",
    maxRetries: 0,
    logLevel: "off",
  });
}

interface Context {
  readonly model: string;
  readonly options: ProviderOptions;
  readonly stream: MessageStream;
}

function translate(sdk: typeof Sdk, error: unknown, { model, options, stream }: Context): Error {
  const api: Sdk.APIError | undefined = error instanceof sdk.APIError ? error : undefined;
  const nonsense = api === undefined && isNonsense(error, stream.response);
  const used = stream.currentMessage?.usage;
  return toRunFailure({
    provider: "anthropic",
    model,
    keyName,
    baseUrlName,
    key: options.env[keyName] ?? "",
    status: api?.status,
    kind: api?.type ?? "",
    text: nonsense ? "it did not answer with messages" : (api?.apiMessage ?? textOf(error)),
    headers: api?.headers,
    connection: api === undefined ? !nonsense : api instanceof sdk.APIConnectionError,
    nearest: options.nearest(model),
    tokens: used && toTokens(used),
    error,
  });
}
