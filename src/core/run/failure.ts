/** A failure of a run: what went wrong, where, why, and what now. */
import type { Value } from "../graph/value.ts";

/** Stable codes; each has one meaning. Spec: runtime §22. */
export type FailureCode =
  | "WORKFLOW_FAILED"
  | "NO_OUTGOING_EDGE"
  | "LOOP_EXHAUSTED"
  | "JOIN_FAILED"
  | "SCHEMA_VALIDATION"
  | "EXPRESSION_FAILED"
  | "ROUTE_INVALID"
  | "SESSION_UNAVAILABLE"
  | "BUDGET_EXCEEDED"
  | "UNKNOWN_PRICE"
  | "TIMEOUT"
  | "INTERRUPTED"
  | "TOOL_FAILED"
  | "TOOL_DENIED"
  | "EFFECT_REFUSED"
  | "READONLY_VIOLATED"
  | "RATE_LIMITED"
  | "NETWORK"
  | "PROVIDER_UNAVAILABLE"
  | "DELEGATE_CRASHED"
  | "AUTH_FAILED"
  | "MODEL_UNKNOWN"
  | "CONTEXT_LENGTH_EXCEEDED"
  | "EXECUTION_FAILED"
  | "SCRIPT_EXHAUSTED"
  | "REPLAY_MISMATCH"
  | "INPUT_INVALID"
  | "INVALID_WORKFLOW"
  | "RUN_EXISTS"
  | "RUN_NOT_FOUND"
  | "RESUME_INVALID"
  | "SOURCE_CHANGED"
  | "RUN_LOCKED"
  | "ANSWER_INVALID"
  | "FORMAT_TOO_NEW"
  | "LOG_CORRUPT"
  | "STORE_FAILED"
  | "FENCED"
  | "INTERNAL"
  | FlowErrorCode;

/** Codes of a flow's own failures. Spec: flow §13. */
export type FlowErrorCode =
  | "Validation"
  | "MissingStartNode"
  | "ReplayRequiresTraceRecording"
  | "NodeNotFound"
  | "StepLimitExceeded"
  | "Cancelled"
  | "LlmRetryExhausted"
  | "ToolRetryExhausted"
  | "LlmTimeout"
  | "ToolTimeout"
  | "MissingToolExecutor"
  | "MissingNextEdge"
  | "InvalidCondition"
  | "InvalidLoopCondition"
  | "InvalidRouterExpression"
  | "InvalidFilterExpression"
  | "InvalidTransformExpression"
  | "LoopIterationLimitExceeded"
  | "ExpressionScopeLimitExceeded"
  | "MissingPath"
  | "CacheKeyNotString"
  | "InvalidEventValue"
  | "InvalidHumanDecision"
  | "BatchItemsNotArray"
  | "FilterItemsNotArray"
  | "MapItemsNotArray"
  | "FilterItemLimitExceeded"
  | "MapItemLimitExceeded"
  | "ParallelBranchLimitExceeded"
  | "ParallelBranchUnsupported"
  | "MissingMergeSource"
  | "MergeQuorumNotMet"
  | "InvalidReduceInput"
  | "SubgraphNotFound"
  | "SubgraphDepthExceeded"
  | "RetryCompensateFailed"
  | "Replay";

/** True for faults of others that pass as a rule; a failure says itself if it will not. */
export function isPassing(code: FailureCode): boolean {
  return code === "RATE_LIMITED" || code === "PROVIDER_UNAVAILABLE" || code === "NETWORK";
}

/** One field that does not fit, or one mistake of an answer (`field` null: the whole). */
export interface FieldError {
  readonly field: string | null;
  readonly message: string;
}

/** What adapters and kinds fail with; the engine adds node and branch. */
export interface Failure {
  readonly code: FailureCode;
  /** One sentence. */
  readonly message: string;
  /** What now: a command, a flag, a property. */
  readonly hint?: string;
  /** A fact about the failure: trying again may help. */
  readonly retryable: boolean;
  /** The original text of a foreign error. */
  readonly cause?: string;
  readonly errors?: readonly FieldError[];
  /** The loops that are used up. */
  readonly loops?: readonly string[];
  /** The wait that a server asked for, in ms. */
  readonly retryAfterMs?: number;
  /** HTTP status, if there was one. */
  readonly statusCode?: number;
  /** First step whose recorded result was no good; it and later ones are made anew. */
  readonly redo?: string;
  /** What was used before it failed. */
  readonly usage?: Usage;
  /** Anything else that belongs into the event. */
  readonly data?: Readonly<Record<string, Value>>;
}

/** Tokens and money of one call; `input_tokens` includes what was read from a cache. */
export interface Usage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly cost_usd: number;
  readonly cost_source: "reported" | "computed" | "unknown";
}

/** Nothing used. */
export const noUsage: Usage = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  cost_usd: 0,
  cost_source: "reported",
};

/** A failure on its way up; thrown by adapters and kinds, caught by the engine. */
export class RunFailure extends Error {
  override readonly name = "RunFailure";
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}

/** A command that is refused: wrong arguments, nothing to resume, locked. Exit 2 (1 for the store). */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: FailureCode;
  readonly hint: string | undefined;
  readonly errors: readonly FieldError[];

  constructor(
    code: FailureCode,
    message: string,
    options: { hint?: string; errors?: readonly FieldError[]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.errors = options.errors ?? [];
  }
}
