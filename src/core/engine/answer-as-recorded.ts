/**
 * What people answer in a replay: what they had answered, where nothing else can go on.
 *
 * A question is answered no sooner than in the recorded run, in which others went on until it
 * paused, so parallel work comes in the same order. Spec: runtime §16.2, §28.
 */
import { keysOfQuestions } from "#core/run/recording.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { Interaction } from "#core/run/state.ts";
import { recordedAnswer } from "./answers.ts";
import type { Journal } from "./journal.ts";
import { openGates } from "./open-gates.ts";
import type { Playback } from "./playback.ts";

/**
 * Gives the answers with which the recorded run went on next, or all those until a place in its
 * log; true if there were any.
 */
export function answerAsRecorded(
  { record, state }: Pick<Journal, "record" | "state">,
  playback: Playback,
  until?: number,
): boolean {
  const keys = keysOfQuestions(Object.values(state.interactions));
  const answersOf = ({ id, submissions }: Interaction) =>
    playback.answers(keys.get(id) ?? "").slice(submissions.length);
  const gates = openGates(state);
  const taken = gates.flatMap((gate) => answersOf(gate).map(({ takenAt }) => takenAt));
  const last = until ?? Math.min(...taken);
  for (const gate of gates) {
    for (const answer of answersOf(gate)) {
      if (answer.takenAt > last || !isOpenGate(gate)) continue;
      record(recordedAnswer(state, gate, answer));
    }
  }
  return taken.some((at) => at <= last);
}
