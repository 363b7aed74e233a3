/** The human port: somebody at hand who may answer a gate at once. */
import type { Fields } from "../graph/value.ts";
import type { Interaction } from "../run/state.ts";
import type { FieldError } from "../run/failure.ts";

/** An answer and who gave it. */
export interface GivenAnswer {
  readonly answers: Fields;
  readonly by: string;
  /** `terminal`, `cli`, `github` … */
  readonly via: string;
  /** Where it was given, so that it can be read there again. */
  readonly evidence?: Fields;
  /** Nobody has answered in time; then there are no answers. */
  readonly expired?: boolean;
}

/** Asks people. `later` leaves the gate open: the run pauses. */
export interface HumanPort {
  ask(gate: Interaction, mistakes: readonly FieldError[]): Promise<GivenAnswer | "later">;
}
