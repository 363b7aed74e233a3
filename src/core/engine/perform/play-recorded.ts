/** An attempt at a step that is played from a recording. Spec: runtime §28. */
import type { StepContext, StepResult } from "#core/kinds/kind.ts";
import type { Value } from "#core/graph/value.ts";
import type { CallSite } from "#core/ports/model.ts";
import { RunFailure } from "#core/run/failure.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import type { Playback } from "../playback.ts";
import { counts } from "../run.ts";
import type { ActiveRun } from "../run.ts";
import type { Attempt } from "./attempt.ts";

/**
 * Ends when the recorded attempt did, tells what was told, and ends as it did. The recorded run may
 * have stood before it had a result: a sibling failed, or somebody stopped it.
 */
export async function playRecorded(
  attempt: Attempt,
  playback: Playback,
  { site, signal }: StepContext,
): Promise<StepResult<Value>> {
  const { run, flight, activation } = attempt;
  const recorded = playback.next(site);
  if (recorded === undefined) {
    await run.cues?.stand(flight, signal);
    throw playback.mismatch(site);
  }
  const { ended, informing, failure, result, usage } = recorded;
  await run.cues?.wait(ended, signal);
  for (const { type, data } of counts(run, flight) ? informing : []) {
    run.journal.record(createEvent(type, placeOf(activation), data));
  }
  if (failure !== null) throw new RunFailure(failure);
  return usage === null ? { result } : { result, usage };
}

/** Waits as long as the recorded run did before its next attempt; false if it did not end another one. */
export async function restAsRecorded(
  { world, journal, cues }: ActiveRun,
  site: CallSite,
  signal: AbortSignal,
): Promise<boolean> {
  // The last attempt counts as played once it is durable.
  await journal.durable();
  const next = world.playback?.next(site);
  if (next === undefined || cues === null) return false;
  await cues.wait(next.begun, signal);
  return true;
}
