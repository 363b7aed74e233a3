/** An attempt at a step that is played from a recording. Spec: runtime §28. */
import type { StepContext, StepResult } from "#core/kinds/kind.ts";
import type { Value } from "#core/graph/value.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { RecordedStop } from "#core/run/recorded-stops.ts";
import { answerAsRecorded } from "../answer-as-recorded.ts";
import { isRaised, workedMs } from "../decide/budget.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import type { Playback } from "../playback.ts";
import { counts } from "../run.ts";
import type { ActiveRun } from "../run.ts";
import type { Attempt } from "./attempt.ts";

/** Takes as long as the recorded attempt, tells what was told, and ends as it did. */
export async function playRecorded(
  attempt: Attempt,
  playback: Playback,
  { site, signal }: StepContext,
): Promise<StepResult<Value>> {
  const { run, flight, activation } = attempt;
  const recorded = playback.next(site);
  if (recorded === undefined) return standStill(attempt, playback, { site, signal });
  const { durationMs, informing, failure, result, usage } = recorded;
  signal.throwIfAborted();
  if (durationMs > 0) await run.world.clock.sleep(durationMs, signal);
  for (const { type, data } of counts(run, flight) ? informing : []) {
    run.journal.record(createEvent(type, placeOf(activation), data));
  }
  if (failure !== null) throw new RunFailure(failure);
  return usage === null ? { result } : { result, usage };
}

/**
 * The recorded run stood before it had a result of this step: a sibling failed, or somebody stopped
 * it. So does the replay, once everything else has come as far.
 */
async function standStill(
  { run, flight }: Attempt,
  playback: Playback,
  { site, signal }: Pick<StepContext, "site" | "signal">,
): Promise<never> {
  const stop = playback.standstill(site);
  if (stop === undefined) throw playback.mismatch(site);
  flight.standing = true;
  const { clock } = run.world;
  await clock.sleep(Math.max(0, stop.workedMs - workedMs(run.state, clock.now())), signal);
  // Whatever ends at the same moment comes first.
  await clock.sleep(0, signal);
  await othersToStand(run, stop, signal);
  while (answerAsRecorded(run.journal, playback)) {
    run.wake();
    await othersToStand(run, stop, signal);
  }
  if (stop.outside === null) throw playback.mismatch(site);
  if (counts(run, flight)) {
    // Somebody gave the replay more than the recorded run had: that one never came this far.
    if (isRaised(run.state, stop.outside)) throw playback.mismatch(site);
    for (const event of stop.outside) run.journal.record(event);
    run.wake();
  }
  return aborted(signal);
}

/**
 * Others may come as far later than they did in the recorded run: they have an hour. Who waits for
 * a retry would not be cut short by a failure, but was by a stop from outside.
 */
async function othersToStand(
  { flights, world }: ActiveRun,
  { outside }: RecordedStop,
  signal: AbortSignal,
): Promise<void> {
  for (let seconds = 0; seconds < 3600; seconds += 1) {
    const others = [...flights.values()].filter(({ standing }) => !standing);
    if (others.every(({ resting }) => resting && outside !== null)) return;
    await world.clock.sleep(1_000, signal);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new Error("the replay has come to its end"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
