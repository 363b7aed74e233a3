/** Translates errors of providers' SDKs into failures of a run. */
import { RunFailure } from "#core/run/failure.ts";
import type { Failure, FailureCode, Usage } from "#core/run/failure.ts";
import type { Tokens } from "./provider.ts";

/** Everything about a foreign error that decides what it means. */
export interface ForeignError {
  readonly provider: string;
  /** The name behind the slash. */
  readonly model: string;
  readonly keyName: string;
  /** The variable that moves the provider's address. */
  readonly baseUrlName: string;
  readonly key: string;
  /** HTTP status, if there was an answer. */
  readonly status: number | undefined;
  /** The provider's own word for it (`rate_limit_error`, `model_not_found` …). */
  readonly kind: string;
  /** The provider's own sentence. */
  readonly text: string;
  readonly headers: Headers | undefined;
  /** The connection failed, or ended too early. */
  readonly connection: boolean;
  readonly nearest: string | undefined;
  /** What was used before it failed, as far as it is known. */
  readonly tokens: Tokens | undefined;
  readonly error: unknown;
}

/** The failure that a foreign error means. */
export function toRunFailure(foreign: ForeignError): RunFailure {
  const code = codeOf(foreign);
  const retryAfterMs = readRetryAfter(foreign.headers);
  const failure: Failure = {
    code,
    message: messageOf(foreign, code),
    hint: hintOf(foreign, code),
    retryable: isPassing(code, foreign),
    cause: hideKey(describe(foreign.error), foreign.key),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(foreign.status !== undefined && { statusCode: foreign.status }),
    ...(foreign.tokens && { usage: unpriced(foreign.tokens) }),
  };
  return new RunFailure(failure);
}

/** The sentence of an error of any sort; of what caused it, if that says more. */
export function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? textOf(error.cause) : error.message;
}

/** True if what came back was no stream of events at all, or one with broken JSON in it. */
export function isNonsense(error: unknown, response: Response | null | undefined): boolean {
  if (error instanceof SyntaxError) return true;
  if (error instanceof Error && error.cause instanceof SyntaxError) return true;
  const type = response?.headers.get("content-type") ?? "text/event-stream";
  return !type.startsWith("text/event-stream");
}

function unpriced(tokens: Tokens): Usage {
  return { ...tokens, cost_usd: 0, cost_source: "unknown" };
}

function codeOf(foreign: ForeignError): FailureCode {
  const { status, kind, text, connection } = foreign;
  if (connection) return "NETWORK";
  const byKind = codeByKind[kind];
  if (byKind !== undefined) return byKind;
  if (isTooLong(status, text)) return "CONTEXT_LENGTH_EXCEEDED";
  if (status === undefined) return "EXECUTION_FAILED";
  if (status === 404) return /\bmodel\b/i.test(text) ? "MODEL_UNKNOWN" : "EXECUTION_FAILED";
  return status >= 500 ? "PROVIDER_UNAVAILABLE" : (codeByStatus[status] ?? "EXECUTION_FAILED");
}

const codeByKind: Readonly<Record<string, FailureCode | undefined>> = {
  rate_limit_error: "RATE_LIMITED",
  rate_limit_exceeded: "RATE_LIMITED",
  insufficient_quota: "RATE_LIMITED",
  overloaded_error: "PROVIDER_UNAVAILABLE",
  api_error: "PROVIDER_UNAVAILABLE",
  timeout_error: "PROVIDER_UNAVAILABLE",
  server_error: "PROVIDER_UNAVAILABLE",
  // A stream that ends with an error which has no name of its own.
  error: "PROVIDER_UNAVAILABLE",
  authentication_error: "AUTH_FAILED",
  permission_error: "AUTH_FAILED",
  invalid_api_key: "AUTH_FAILED",
  model_not_found: "MODEL_UNKNOWN",
  context_length_exceeded: "CONTEXT_LENGTH_EXCEEDED",
};

const codeByStatus: Readonly<Record<number, FailureCode | undefined>> = {
  401: "AUTH_FAILED",
  403: "AUTH_FAILED",
  408: "PROVIDER_UNAVAILABLE",
  409: "PROVIDER_UNAVAILABLE",
  413: "CONTEXT_LENGTH_EXCEEDED",
  429: "RATE_LIMITED",
};

function isTooLong(status: number | undefined, text: string): boolean {
  const long = /prompt is too long|maximum context length|context (?:length|window)/i;
  return (status === 400 || status === 413) && long.test(text);
}

function isPassing(code: FailureCode, { kind }: ForeignError): boolean {
  if (kind === "insufficient_quota") return false;
  return code === "RATE_LIMITED" || code === "PROVIDER_UNAVAILABLE" || code === "NETWORK";
}

function messageOf(foreign: ForeignError, code: FailureCode): string {
  const { provider, model, status, connection, key } = foreign;
  const text = hideKey(foreign.text, key);
  if (connection) return `the connection to ${provider} failed: ${text}`;
  if (code === "MODEL_UNKNOWN") return `${provider} knows no model \`${model}\``;
  const what = status === undefined ? "failed" : `answered ${status}`;
  return text === "" ? `${provider} ${what}` : `${provider} ${what}: ${text}`;
}

function hintOf(foreign: ForeignError, code: FailureCode): string {
  const { provider, keyName, baseUrlName, nearest, kind } = foreign;
  if (kind === "insufficient_quota") {
    return `the account's credit at ${provider} is used up; raise it, then resume`;
  }
  const hints: Partial<Record<FailureCode, string>> = {
    RATE_LIMITED: "resume later, or give the node `retry:` with a longer `delay`",
    PROVIDER_UNAVAILABLE: `${provider} has trouble of its own; resume later`,
    NETWORK: `check the network and \`${baseUrlName}\`, then resume`,
    AUTH_FAILED: `put a key that is allowed to do this into \`${keyName}\`, then resume`,
    MODEL_UNKNOWN:
      nearest === undefined
        ? `check the node's \`model\` against ${provider}'s list`
        : `did you mean \`${provider}/${nearest}\`?`,
    CONTEXT_LENGTH_EXCEEDED:
      "send less: shorter prompts, fewer `outputs`, `session: fresh`, or a model with a larger window",
  };
  return hints[code] ?? `see the cause; if it makes no sense, check \`${baseUrlName}\``;
}

/** The wait that a server asks for, in ms: `retry-after-ms`, seconds, or a date. */
function readRetryAfter(headers: Headers | undefined): number | undefined {
  const exact = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers?.get("retry-after");
  if (text === null || text === undefined || text === "") return undefined;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : undefined;
}

/** An error and what caused it, as text. */
function describe(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return String(error);
  const text = `${error.name}: ${error.message}`;
  const deeper = error.cause !== undefined && depth < 3;
  return deeper ? `${text}; ${describe(error.cause, depth + 1)}` : text;
}

/** Providers quote parts of keys in their refusals. */
function hideKey(text: string, key: string): string {
  const hidden = key === "" ? text : text.replaceAll(key, "***");
  return hidden.replaceAll(/\bsk-[\w*-]+/g, "***");
}
