/** A replay that has come to stand goes on as the recorded run did. Spec: runtime §28. */
import type { Fields } from "#core/graph/value.ts";
import { isList } from "#core/graph/value.ts";
import type { RunState } from "#core/run/state.ts";
import type { Playback } from "../playback.ts";
import { describeRevival, describeWriter } from "./describe-resume.ts";
import { goBackTo } from "./go-back.ts";
import type { GoBack } from "./go-back.ts";
import type { Session } from "./session.ts";

/** True if it goes on; the limits, loops and nodes that were changed by hand are changed again. */
export async function goOnAsRecorded(session: Session, playback: Playback): Promise<boolean> {
  const { state, journal } = session.driver.run;
  if (state.status === "finished" || state.status === "failed") return false;
  const resume = nextResume(state, playback);
  if (resume !== undefined) recordResume(session, resume);
  else if (state.status === "paused_waiting_human") endPaused(session, playback);
  await journal.settled();
  if (journal.broken !== undefined) throw journal.broken as Error;
  return resume !== undefined;
}

/** People answer in a replay as soon as they are asked: that a run was taken up again to answer says nothing. */
function nextResume({ status }: RunState, playback: Playback): Fields | undefined {
  for (;;) {
    const resume = playback.takeResume();
    if (resume === undefined || status !== "paused_waiting_human" || "from" in resume) {
      return resume;
    }
  }
}

function recordResume({ world, writer, driver }: Session, resume: Fields): void {
  const { state, journal } = driver.run;
  const { budget, rearm, from, restart_node: node } = resume;
  let back: GoBack | undefined;
  if (typeof from === "string" && typeof node === "string") back = goBackTo(state, { node });
  journal.record({
    type: "run_resumed",
    data: {
      ...describeRevival(state, back),
      writer: describeWriter(world, writer),
      ...(budget === undefined ? {} : { budget }),
      ...(isList(rearm) ? { rearm } : {}),
      replayed: true,
    },
  });
}

/** A paused run that was cancelled in the end. */
function endPaused({ driver }: Session, playback: Playback): void {
  const [event] = playback.outsideStop()?.outside ?? [];
  if (event?.type === "run_cancelled") driver.run.journal.record(event);
}
