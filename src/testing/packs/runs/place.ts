/** Where a scenario is played, and how its invocations end. */
import type { RunStore } from "#core/ports/store.ts";
import type { Phase, Scenario } from "./scenario.ts";

/** A folder of its own for one scenario. */
export interface Place {
  readonly scenario: Scenario;
  /** A copy of the scenario's folder; working directory of commands. */
  readonly folder: string;
  readonly storeFolder: string;
  readonly store: RunStore;
}

/** How an invocation ended. */
export interface Invocation {
  /** Null if it was killed. */
  readonly exitCode: number | null;
  /** Code of the refusal, if it was refused. */
  readonly refusal: string | null;
  /** What the refusal said. */
  readonly message?: string;
}

/** Plays one invocation of the command line, or what does the same. */
export type Door = (place: Place, phase: Phase) => Promise<Invocation>;

/** The run that a phase is about. */
export function runIdOf(phase: Phase): string {
  return phase.run?.run_id ?? "run_case";
}
