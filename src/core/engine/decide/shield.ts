/** What a wish to cancel waits for: effects that must not be interrupted. Spec: flow §12.2. */
import type { NewEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { createEvent, nowhere } from "./place.ts";

/** True while an activation has begun something that must not be interrupted. */
export function isShielded({ activations, branches }: RunState): boolean {
  return Object.values(branches).some(({ status, activation }) => {
    const current = status === "live" && activation !== null ? activations[activation] : undefined;
    if (current?.status !== "started") return false;
    return Object.values(current.steps).some(({ shielded }) => shielded);
  });
}

/** The end of a run that somebody wanted to cancel, as soon as that may be. */
export function decideCancel(state: RunState): NewEvent[] {
  if (state.cancelAsked === null || isShielded(state)) return [];
  return [createEvent("run_cancelled", nowhere, state.cancelAsked)];
}
