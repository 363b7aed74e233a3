/**
 * Tells of an answer while it comes in, by `llm_text` events: for those who watch, never for the run.
 *
 * Pieces are put together to one event now and then, so a stream costs the log no more than a line
 * or two a second. What was said before a stream stands still is told all the same; only what comes
 * right before the end isn't told by itself, as the whole answer follows.
 */
import type { TextStream } from "#core/run/secrets/stream.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import { counts } from "../run.ts";
import type { Attempt } from "./attempt.ts";
import { shorten } from "./informing.ts";

/** How often at most. */
const everyMs = 500;

/** Tells of the pieces of one attempt. */
export interface TextTeller {
  readonly onText: (piece: string) => void;
  /** The attempt is over: nothing more is told. */
  readonly end: () => void;
}

const silent: TextTeller = { onText: () => undefined, end: () => undefined };

/** Makes the teller of one attempt; few attempts have anything to tell, so nothing is made before. */
export function createTextTeller(attempt: Attempt): TextTeller {
  const { run, flight, activation, site } = attempt;
  const { clock, redact, redactStream } = run.world;
  if (redactStream === undefined) return silent;
  const open: () => TextStream = redactStream;
  let stream: TextStream | undefined;
  let timer: AbortController | undefined;
  let told = clock.now();
  let pieces = "";
  let ended = false;

  function tell(): void {
    timer = undefined;
    if (ended || !counts(run, flight)) return;
    stream ??= open();
    const text = stream(pieces);
    told = clock.now();
    pieces = "";
    if (text === "") return;
    const data = shorten({ step: site.step, text }, redact);
    run.journal.record(createEvent("llm_text", placeOf(activation), data));
  }

  return {
    onText(piece) {
      pieces += piece;
      if (timer !== undefined || ended) return;
      const left = told + everyMs - clock.now();
      if (left <= 0) {
        tell();
        return;
      }
      timer = new AbortController();
      clock.sleep(left, timer.signal).then(tell, () => undefined);
    },
    end() {
      ended = true;
      timer?.abort();
    },
  };
}
