/** Failures on their way into events. */
import { messageOf } from "#core/text/fault.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Failure } from "#core/run/failure.ts";
import { RunFailure } from "#core/run/failure.ts";
import { payload } from "../decide/place.ts";

/** What was thrown, as a failure. */
export function toFailure(error: unknown): Failure {
  if (error instanceof RunFailure) return error.failure;
  const message = messageOf(error);
  return {
    code: "EXECUTION_FAILED",
    message: message === "" ? "the node stopped with an error" : message,
    retryable: false,
    ...(error instanceof Error && error.stack !== undefined ? { cause: error.stack } : {}),
  };
}

/** The `error` of a `step_finished`. */
export function writeFailure(failure: Failure): Fields {
  return {
    ...failure.data,
    ...payload({
      code: failure.code,
      message: failure.message,
      retryable: failure.retryable,
      hint: failure.hint,
      errors: writeErrors(failure),
      redo: failure.redo,
      cause: failure.cause,
      retry_after_ms: failure.retryAfterMs,
      status_code: failure.statusCode,
    }),
  };
}

/** The payload of a `node_failed`. */
export function writeNodeFailure(failure: Failure, attempt: number): Fields {
  return payload({
    ...failure.data,
    error: failure.message,
    code: failure.code,
    retryable: failure.retryable,
    attempt,
    hint: failure.hint,
    errors: writeErrors(failure),
    redo: failure.redo,
    cause: failure.cause,
  });
}

function writeErrors({ errors }: Failure): Fields[string] | undefined {
  if (errors === undefined || errors.length === 0) return undefined;
  return errors.map(({ field, message }) => ({ field, message }));
}
