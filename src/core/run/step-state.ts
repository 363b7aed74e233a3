/** What is known of a step of an activation. */
import type { Value } from "../graph/value.ts";
import type { Failure } from "./failure.ts";

/** A step's attempt that failed. */
export interface StepFailure {
  readonly failure: Failure;
  readonly at: string;
  /** Another attempt was begun because of it. */
  readonly retried?: true;
}

/** True for an attempt that the run's limit cut off: going on after that is no retry. */
export function wasCutOff({ failure }: StepFailure): boolean {
  return failure.code === "BUDGET_EXCEEDED";
}

/** One recorded effect. */
export interface StepState {
  /** As recorded: with `~<k>` after a redo. */
  readonly name: string;
  /** Attempts begun, those cut off included. */
  readonly attempts: number;
  readonly finished: boolean;
  readonly result: Value;
  /** A wish to cancel the run waits for the activation. */
  readonly shielded: boolean;
  /** Since the activation last started. */
  readonly failures: readonly StepFailure[];
}
