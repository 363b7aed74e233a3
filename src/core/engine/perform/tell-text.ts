/**
 * Tells of an answer while it comes in, by `llm_text` events: for those who watch, never for the run.
 *
 * Pieces are put together to one event now and then, so a stream costs the log no more than a line
 * or two a second. What was said before a stream stands still is told all the same; only what comes
 * right before the end isn't told by itself, as the whole answer follows.
 */
import { createEvent, placeOf } from "../decide/place.ts";
import { counts } from "../run.ts";
import type { Attempt } from "./attempt.ts";
import { shorten } from "./informing.ts";

/** How often at most. */
const everyMs = 500;

/** Makes the listener of one attempt, which is over when the signal says so. */
export function createTextTeller(attempt: Attempt, over: AbortSignal): (piece: string) => void {
  const { run, flight, activation, site } = attempt;
  const { clock, redact, redactStream } = run.world;
  if (redactStream === undefined) return () => undefined;
  const stream = redactStream();
  let told = clock.now();
  let pieces = "";
  let waiting = false;

  function tell(): void {
    waiting = false;
    if (over.aborted || !counts(run, flight)) return;
    const text = stream(pieces);
    told = clock.now();
    pieces = "";
    if (text === "") return;
    const data = shorten({ step: site.step, text }, redact);
    run.journal.record(createEvent("llm_text", placeOf(activation), data));
  }

  return (piece) => {
    pieces += piece;
    if (waiting) return;
    const left = told + everyMs - clock.now();
    if (left <= 0) {
      tell();
      return;
    }
    waiting = true;
    clock.sleep(left, over).then(tell, () => undefined);
  };
}
