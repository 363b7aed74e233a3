/** A replay that has come to stand goes on as the recorded run did. Spec: runtime §28. */
import { isList } from "#core/graph/value.ts";
import { answerAsRecorded } from "../answer-as-recorded.ts";
import type { Playback, RecordedResume } from "../playback.ts";
import { describeRevival, describeWriter } from "./describe-resume.ts";
import { goBackTo } from "./go-back.ts";
import type { GoBack } from "./go-back.ts";
import type { Session } from "./session.ts";

/** True if it goes on; what was answered and changed by hand then is answered and changed again. */
export async function goOnAsRecorded(session: Session, playback: Playback): Promise<boolean> {
  const { state } = session.driver.run;
  if (state.status === "paused_waiting_human") await cancelPaused(session, playback);
  const resume = playback.takeResume(state);
  if (resume !== undefined) recordResume(session, playback, resume);
  await settle(session);
  return resume !== undefined;
}

function recordResume(
  { world, writer, driver }: Session,
  playback: Playback,
  { data, stop, at }: RecordedResume,
): void {
  const { state, journal } = driver.run;
  const { budget, rearm, from, restart_node: node } = data;
  answerAsRecorded(journal, playback, at);
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
      stop,
    },
  });
}

/** A paused run that was cancelled. */
async function cancelPaused(session: Session, playback: Playback): Promise<void> {
  const [event] = playback.ahead()?.outside ?? [];
  if (event?.type !== "run_cancelled") return;
  session.driver.run.journal.record(event);
  await settle(session);
}

async function settle({ driver }: Session): Promise<void> {
  const { journal } = driver.run;
  await journal.settled();
  if (journal.broken !== undefined) throw journal.broken as Error;
}
