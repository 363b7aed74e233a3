/** The clock on the wall. */
import type { Clock } from "#core/ports/clock.ts";
import { randomId } from "./random-id.ts";

/** Timers cannot be set further ahead than this. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Real time that never goes back: where the machine's clock is set back, it goes on from where it was.
 * What a run has used of a limit, and when it goes on, is told by it.
 *
 * @example
 * await createSystemClock().sleep(1000);
 */
export function createSystemClock(): Clock {
  const now = createSteadyTime();
  return { now, sleep: (ms, signal) => sleep(now, ms, signal), id: randomId };
}

/** Milliseconds since 1970, at least as far apart as time that passes. */
function createSteadyTime(): () => number {
  let latest = Date.now();
  let measured = performance.now();
  return () => {
    const passed = performance.now() - measured;
    measured += passed;
    latest = Math.max(Date.now(), latest + passed);
    return Math.floor(latest);
  };
}

function sleep(now: () => number, ms: number, signal?: AbortSignal): Promise<void> {
  const until = now() + ms;
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
          const rest = until - now();
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
