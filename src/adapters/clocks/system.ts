/** The clock on the wall. */
import type { Clock } from "#core/ports/clock.ts";
import { randomId } from "./random-id.ts";

/** Timers cannot be set further ahead than this. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Real time.
 *
 * @example
 * await createSystemClock().sleep(1000);
 */
export function createSystemClock(): Clock {
  return { now: () => Date.now(), sleep, id: randomId };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const until = Date.now() + ms;
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      clearTimeout(timer);
      reject(toError(signal?.reason));
    };
    const finish = (): void => {
      signal?.removeEventListener("abort", fail);
      resolve();
    };
    // A timer may fire a little early, and long waits take several.
    const wait = (left: number): NodeJS.Timeout =>
      setTimeout(
        () => {
          const rest = until - Date.now();
          if (rest > 0) timer = wait(rest);
          else finish();
        },
        Math.min(left, longestTimerMs),
      );
    let timer = wait(ms);
    if (signal?.aborted === true) fail();
    else signal?.addEventListener("abort", fail, { once: true });
  });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
