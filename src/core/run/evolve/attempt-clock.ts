/**
 * The clock of an activation's attempt, as its `timeout` counts. Spec: runtime §14.4.
 *
 * It goes while a step of it is being made: whoever waits for people, for a place, for the workspace
 * or for the budget has no time taken off, nor has what was cut off before it goes on. It counts the
 * run's working time, so what lies between two processes is no part of it either.
 */
import type { ActivationState, BranchState, RunState } from "#core/run/state.ts";
import type { Draft } from "./draft.ts";
import { readDraft } from "./draft.ts";

/** A step begins. */
export function startClock(state: RunState, activation: Draft<ActivationState>): void {
  activation.underWay += 1;
  activation.runningSince ??= state.spent.duration_ms;
}

/** A step has ended; others may go on beside it. */
export function leaveClock(state: RunState, activation: Draft<ActivationState>): void {
  if (activation.underWay > 1) activation.underWay -= 1;
  else stopClock(state, activation);
}

/** Whatever was being made is given up, or over. */
export function stopClock(state: RunState, activation: Draft<ActivationState>): void {
  if (activation.runningSince !== null) {
    activation.usedMs += state.spent.duration_ms - activation.runningSince;
  }
  activation.runningSince = null;
  activation.underWay = 0;
}

/** Another attempt has all its time before it; a step that goes on beside it has as well. */
export function renewClock(state: RunState, activation: Draft<ActivationState>): void {
  activation.usedMs = 0;
  if (activation.runningSince !== null) activation.runningSince = state.spent.duration_ms;
}

/** The attempt is over. */
export function clearClock(activation: Draft<ActivationState>): void {
  activation.usedMs = 0;
  activation.runningSince = null;
  activation.underWay = 0;
}

/** Nobody works any more on what a branch is in the middle of. */
export function stopBranch(state: RunState, { activation: id }: BranchState): void {
  const activation = id === null ? undefined : state.activations[id];
  if (activation && activation.runningSince !== null) stopClock(state, readDraft(activation));
}
