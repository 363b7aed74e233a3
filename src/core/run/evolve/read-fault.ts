/** Failures and usage as events carry them. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Failure, FailureCode, FieldError, Usage } from "#core/run/failure.ts";
import { noUsage } from "#core/run/failure.ts";
import type { FailedBranch, RunFault } from "#core/run/state.ts";
import { numberOf, textOf, textsOf } from "./draft.ts";

/** What a `node_failed`, `branch_finished` or `run_failed` says about a failure. */
export function readFault(event: RunEvent, data: Fields): RunFault {
  return {
    code: readCode(data["code"]),
    message: textOf(data["error"]) ?? "",
    node: event.node_id ?? null,
    branch: event.branch_id ?? "",
    hint: textOf(data["hint"]),
    retryable: data["retryable"] === true || data["resumable"] === true,
    errors: readErrors(data["errors"]),
    fork: textOf(data["fork"]),
    reason: textOf(data["reason"]),
    retryAt: textOf(data["retry_at"]),
    loops: textsOf(data["loops"]),
    at: event.timestamp,
    details: isFields(data["details"]) ? data["details"] : null,
  };
}

/** What a `step_finished` says about an attempt that failed. */
export function readStepFailure(error: Fields): Failure {
  const hint = textOf(error["hint"]);
  const redo = textOf(error["redo"]);
  const cause = textOf(error["cause"]);
  const retryAfterMs = numberOf(error["retry_after_ms"]);
  const statusCode = numberOf(error["status_code"]);
  return {
    code: readCode(error["code"]),
    message: textOf(error["message"]) ?? "",
    retryable: error["retryable"] === true,
    errors: readErrors(error["errors"]),
    ...(hint === null ? {} : { hint }),
    ...(redo === null ? {} : { redo }),
    ...(cause === null ? {} : { cause }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
    ...(statusCode === null ? {} : { statusCode }),
  };
}

/** A code as the log has it; newer logs may have codes that this version does not know. */
export function readCode(value: Value | undefined): FailureCode {
  return (textOf(value) ?? "EXECUTION_FAILED") as FailureCode;
}

export function readErrors(value: Value | undefined): readonly FieldError[] {
  if (!isList(value)) return [];
  return value
    .filter((entry) => isFields(entry))
    .map((entry) => ({
      field: textOf(entry["field"]),
      message: textOf(entry["message"]) ?? "",
    }));
}

export function readFailedBranches(value: Value | undefined): readonly FailedBranch[] {
  if (!isList(value)) return [];
  return value
    .filter((entry) => isFields(entry))
    .map((entry) => ({
      branch_id: textOf(entry["branch_id"]) ?? "",
      node: textOf(entry["node"]) ?? "",
      code: textOf(entry["code"]) ?? "",
      error: textOf(entry["error"]) ?? "",
    }));
}

export function readUsage(value: Value | undefined): Usage {
  if (!isFields(value)) return noUsage;
  const source = value["cost_source"];
  return {
    input_tokens: numberOf(value["input_tokens"]) ?? 0,
    output_tokens: numberOf(value["output_tokens"]) ?? 0,
    cache_read_tokens: numberOf(value["cache_read_tokens"]) ?? 0,
    cache_write_tokens: numberOf(value["cache_write_tokens"]) ?? 0,
    cost_usd: numberOf(value["cost_usd"]) ?? 0,
    cost_source: source === "computed" || source === "unknown" ? source : "reported",
  };
}

/** Two usages together; a sum with an unknown part is unknown. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    cache_read_tokens: a.cache_read_tokens + b.cache_read_tokens,
    cache_write_tokens: a.cache_write_tokens + b.cache_write_tokens,
    cost_usd: addCost(a.cost_usd, b.cost_usd),
    cost_source: mergeSource(a, b),
  };
}

/** Sums of money stay free of binary dust: 0.1 + 0.2 is 0.3. */
export function addCost(a: number, b: number): number {
  return Math.round((a + b) * 1e12) / 1e12;
}

function mergeSource(a: Usage, b: Usage): Usage["cost_source"] {
  if (a.cost_source === "unknown" || b.cost_source === "unknown") return "unknown";
  return a.cost_source === "computed" || b.cost_source === "computed" ? "computed" : "reported";
}
