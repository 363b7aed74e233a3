/** OpenAI's models, over the Responses API. */
import type * as Sdk from "openai";
import type { Response } from "openai/resources/responses/responses.mjs";
import type { ModelRequest } from "#core/ports/model.ts";
import { isNonsense, textOf, toRunFailure } from "./failures.ts";
import { fromResponse, toParams, toTokens } from "./openai-items.ts";
import { toHeader } from "./provider.ts";
import type { Environment, Provider, ProviderOptions, ProviderResponse } from "./provider.ts";

const keyName = "OPENAI_API_KEY";
const baseUrlName = "OPENAI_BASE_URL";

/** `openai/…` and bare `gpt-…`. */
export const openai: Provider = {
  name: "openai",
  keyName,
  baseUrlName,
  bare: /^gpt-/,
  generate,
};

async function generate(
  model: string,
  request: ModelRequest,
  options: ProviderOptions,
): Promise<ProviderResponse> {
  const { signal, env } = options;
  signal.throwIfAborted();
  const sdk = await import("openai");
  const { params, names } = toParams(model, request);
  const seen: Seen = { answer: undefined, response: undefined };
  try {
    const headers = { "Idempotency-Key": toHeader(request.site.key) };
    const call = createClient(sdk, env).responses.create(params, { signal, headers });
    const { data: events, response } = await call.withResponse();
    seen.response = response;
    for await (const event of events) {
      if (event.type === "response.output_text.delta") options.onText?.(event.delta);
      if ("response" in event) seen.answer = event.response;
      if (isLast(event.type)) break;
    }
    signal.throwIfAborted();
    return fromResponse(complete(seen.answer), names);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw translate(sdk, error, { model, options, seen });
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

function createClient(sdk: typeof Sdk, env: Environment): Sdk.OpenAI {
  return new sdk.OpenAI({
    apiKey: env[keyName] ?? "",
    baseURL: env[baseUrlName] ?? "https://api.openai.com/v1",
    organization: env["OPENAI_ORG_ID"] ?? null,
    project: env["OPENAI_PROJECT_ID"] ?? null,
    maxRetries: 0,
    logLevel: "off",
  });
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
  readonly model: string;
  readonly options: ProviderOptions;
  readonly seen: Seen;
}

function translate(sdk: typeof Sdk, error: unknown, { model, options, seen }: Context): Error {
  const api: Sdk.APIError | undefined = error instanceof sdk.APIError ? error : undefined;
  const failed = error instanceof FailedResponseError ? error : undefined;
  const said = api !== undefined || failed !== undefined;
  const nonsense = !said && isNonsense(error, seen.response);
  return toRunFailure({
    provider: "openai",
    model,
    keyName,
    baseUrlName,
    key: options.env[keyName] ?? "",
    status: api?.status,
    kind: failed?.code ?? api?.code ?? api?.type ?? "",
    text: nonsense ? "it did not answer with responses" : textOf(error).replace(/^\d{3} /, ""),
    headers: api?.headers,
    connection: said ? api instanceof sdk.APIConnectionError : !nonsense,
    nearest: options.nearest(model),
    tokens: seen.answer?.usage && toTokens(seen.answer.usage),
    error,
  });
}
