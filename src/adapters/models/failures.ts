/** Translates errors of providers' SDKs into failures of a run. */
import { isPassing, RunFailure } from "#core/run/failure.ts";
import type { Failure, FailureCode, Usage } from "#core/run/failure.ts";
import type { Call, Tokens } from "./provider.ts";
import { SilenceError, silenceName } from "./silence.ts";

/** Everything about a foreign error that decides what it means. */
export interface ForeignError {
  readonly call: Call;
  /** HTTP status, if there was an answer. */
  readonly status: number | undefined;
  /** The provider's own word for it (`rate_limit_error`, `model_not_found` …). */
  readonly kind: string;
  /** The provider's own sentence. */
  readonly text: string;
  readonly headers: Headers | undefined;
  /** The connection failed, or ended too early. */
  readonly connection: boolean;
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
    retryable: isPassing(code) && (foreign.connection || !isOutOfCredit(foreign)),
    cause: hideKey(describe(foreign.error), foreign.call.connection.key),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(foreign.status !== undefined && { statusCode: foreign.status }),
    ...(foreign.tokens && { usage: unpriced(foreign.tokens) }),
  };
  return new RunFailure(failure);
}

/** The failure of an answer that ran into the end of the model's window. */
export function outOfWindow(call: Call, tokens: Tokens | undefined): RunFailure {
  const { connection, model } = call;
  const size =
    tokens === undefined ? "" : ` after ${tokens.input_tokens + tokens.output_tokens} tokens`;
  return new RunFailure({
    code: "CONTEXT_LENGTH_EXCEEDED",
    message: `the answer of ${connection.provider.name}'s \`${model}\` reached the end of its window${size}`,
    hint: shorten,
    retryable: false,
    ...(tokens && { usage: unpriced(tokens) }),
  });
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
  if (connection) return lacksCredentials(foreign) ? "AUTH_FAILED" : "NETWORK";
  if (isOutOfCredit(foreign)) return "RATE_LIMITED";
  const byKind = codeByKind[kind];
  if (byKind !== undefined) return byKind;
  if (isTooLong(status, text)) return "CONTEXT_LENGTH_EXCEEDED";
  // A stream that ends with an error: whatever it is called, it is the provider's.
  if (status === undefined)
    return ownTrouble.has(kind) ? "PROVIDER_UNAVAILABLE" : "EXECUTION_FAILED";
  if (status === 404 || status === 400) {
    if (unknownModel.test(text)) return "MODEL_UNKNOWN";
  }
  return status >= 500 ? "PROVIDER_UNAVAILABLE" : (codeByStatus[status] ?? "EXECUTION_FAILED");
}

const ownTrouble: ReadonlySet<string> = new Set(["api_error", "server_error", "error"]);

const codeByKind: Readonly<Record<string, FailureCode | undefined>> = {
  rate_limit_error: "RATE_LIMITED",
  rate_limit_exceeded: "RATE_LIMITED",
  RateLimitReached: "RATE_LIMITED",
  overloaded_error: "PROVIDER_UNAVAILABLE",
  timeout_error: "PROVIDER_UNAVAILABLE",
  authentication_error: "AUTH_FAILED",
  permission_error: "AUTH_FAILED",
  invalid_api_key: "AUTH_FAILED",
  no_access: "AUTH_FAILED",
  model_not_found: "MODEL_UNKNOWN",
  unknown_model: "MODEL_UNKNOWN",
  unavailable_model: "MODEL_UNKNOWN",
  DeploymentNotFound: "MODEL_UNKNOWN",
  context_length_exceeded: "CONTEXT_LENGTH_EXCEEDED",
  tokens_limit_reached: "CONTEXT_LENGTH_EXCEEDED",
  content_filter: "EXECUTION_FAILED",
};

const codeByStatus: Readonly<Record<number, FailureCode | undefined>> = {
  401: "AUTH_FAILED",
  403: "AUTH_FAILED",
  408: "PROVIDER_UNAVAILABLE",
  409: "PROVIDER_UNAVAILABLE",
  413: "CONTEXT_LENGTH_EXCEEDED",
  429: "RATE_LIMITED",
};

/** Every server has its own words for a name that it does not know. */
const unknownModel =
  /^model:|\bmodels?\b[^.]{0,200}\b(?:does not exist|not found|not supported|unknown|is not available)|\b(?:unknown|invalid) model\b|\bno such model\b/i;

/** Packages of clouds look for credentials when a call is made, and say so if there are none. */
function lacksCredentials({ call, error }: ForeignError): boolean {
  return call.connection.provider.cloud !== undefined && /credential/i.test(describe(error));
}

/** The account is empty: waiting does not help, paying does. */
function isOutOfCredit({ status, kind, text }: ForeignError): boolean {
  if (kind === "insufficient_quota" || kind === "billing_error" || status === 402) return true;
  return status === 400 && /credit balance is too low/i.test(text);
}

function isTooLong(status: number | undefined, text: string): boolean {
  const long =
    /(?:prompt|input) is too long|maximum context length|context ?(?:length|window|limit|size)/i;
  return (status === 400 || status === 413 || status === 422) && long.test(text);
}

function messageOf(foreign: ForeignError, code: FailureCode): string {
  const { call, status, connection } = foreign;
  const { provider, key } = call.connection;
  const text = hideKey(foreign.text, key);
  if (connection && code === "AUTH_FAILED") return `${provider.name} was not called: ${text}`;
  if (connection) return `the connection to ${provider.name} failed: ${text}`;
  if (code === "MODEL_UNKNOWN") return `${provider.name} knows no model \`${call.model}\``;
  const what = status === undefined ? "failed" : `answered ${status}`;
  return text === "" ? `${provider.name} ${what}` : `${provider.name} ${what}: ${text}`;
}

const shorten =
  "send less: shorter prompts, fewer `outputs`, `session: fresh`, or a model with a larger window";

function hintOf(foreign: ForeignError, code: FailureCode): string {
  const { provider, keyName } = foreign.call.connection;
  const { name, baseUrlName } = provider;
  if (!foreign.connection && isOutOfCredit(foreign)) {
    return `the account's credit at ${name} is used up; raise it, then resume`;
  }
  if (foreign.kind === "content_filter") {
    return `the filter of ${name} refused the prompt; say it in other words, or name another model`;
  }
  if (isSilence(foreign.error)) {
    return `resume; if the model needs longer to think, raise \`${silenceName}\` (at most \`5m\`), or lower \`reasoning_effort\``;
  }
  const hints: Partial<Record<FailureCode, string>> = {
    RATE_LIMITED: "resume later, or give the node `retry:` with a longer `delay`",
    PROVIDER_UNAVAILABLE: `${name} has trouble of its own; resume later`,
    NETWORK: `check the network and \`${baseUrlName}\`, then resume`,
    AUTH_FAILED: `put a key that is allowed to do this into \`${keyName}\`, then resume`,
    MODEL_UNKNOWN: adviseModel(foreign),
    CONTEXT_LENGTH_EXCEEDED: shorten,
    ...provider.hints,
  };
  return hints[code] ?? `see the cause; if it makes no sense, check \`${baseUrlName}\``;
}

function adviseModel({ call }: ForeignError): string {
  const { name, listPath } = call.connection.provider;
  const nearest = call.nearest();
  if (nearest !== undefined) return `did you mean \`${name}/${nearest}\`?`;
  return listPath === null
    ? `check the node's \`model\` against ${name}'s list`
    : `\`iter models\` lists what ${name} has`;
}

function isSilence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof SilenceError || isSilence(error.cause);
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
export function hideKey(text: string, key: string): string {
  const hidden = key === "" ? text : text.replaceAll(key, "***");
  return hidden.replaceAll(/\bsk-[\w*-]+/g, "***");
}
