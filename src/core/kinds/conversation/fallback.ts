/** What happens when a model cannot be reached and the node names others. */
import { RunFailure } from "#core/run/failure.ts";
import type { Failure, FailureCode } from "#core/run/failure.ts";

/** A model that was tried in vain. */
export interface Missed {
  readonly model: string;
  readonly failure: Failure;
}

/** Faults of one provider or model, which another may not have. */
const ownFaults: ReadonlySet<FailureCode> = new Set<FailureCode>([
  "RATE_LIMITED",
  "PROVIDER_UNAVAILABLE",
  "NETWORK",
  "AUTH_FAILED",
  "MODEL_UNKNOWN",
  "CONTEXT_LENGTH_EXCEEDED",
]);

/** True if another model may do better. */
export function mayBeOthers({ code }: Failure): boolean {
  return ownFaults.has(code);
}

/** The failure of the last model, and what the others had to say. */
export function nobodyAnswered(missed: readonly Missed[]): RunFailure {
  const failure: Failure = missed.at(-1)?.failure ?? {
    code: "MODEL_UNKNOWN",
    message: "no model is named",
    retryable: false,
  };
  if (missed.length < 2) return new RunFailure(failure);
  const list = missed.map(({ model, failure: { message } }) => `${model}: ${message}`).join("; ");
  return new RunFailure({ ...failure, message: `no model could be reached: ${list}` });
}
