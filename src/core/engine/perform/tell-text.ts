/**
 * Tells of an answer while it comes in, by `llm_text` events: for those who watch, never for the run.
 *
 * Pieces are put together to one event now and then, so a stream costs the log no more than a line
 * or two a second; the last ones come with the whole answer and are not told by themselves.
 */
import { createEvent, placeOf } from "../decide/place.ts";
import { counts } from "../run.ts";
import type { Attempt } from "./attempt.ts";
import { shorten } from "./informing.ts";

/** How often at most. */
const everyMs = 500;

/** Makes the listener of one attempt. */
export function createTextTeller(attempt: Attempt): (piece: string) => void {
  const { run, flight, activation, site } = attempt;
  const { clock, redact, redactStream } = run.world;
  if (redactStream === undefined) return () => undefined;
  const stream = redactStream();
  let told = clock.now();
  let pieces = "";
  return (piece) => {
    pieces += piece;
    const now = clock.now();
    if (now - told < everyMs || !counts(run, flight)) return;
    const text = stream(pieces);
    told = now;
    pieces = "";
    if (text === "") return;
    const data = shorten({ step: site.step, text }, redact);
    run.journal.record(createEvent("llm_text", placeOf(activation), data));
  };
}
