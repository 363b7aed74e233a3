/**
 * Virtual time: it stands still while anything can be done, then jumps to the next timer.
 *
 * "Anything" is what the event loop still has to do, and real work that somebody holds the clock
 * for. Timers of the same moment fire in the order in which they were set, one at a time.
 * Spec: runtime §27.4.
 */
import type { Clock } from "#core/ports/clock.ts";
import { randomId } from "./random-id.ts";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

/** A clock that its owner moves on. */
export interface VirtualClock extends Clock {
  idle(): void;
  hold(): () => void;
}

/**
 * Creates a clock that stands at a moment.
 *
 * @example
 * const clock = createVirtualClock(Date.parse("2026-05-04T09:00:00Z"));
 */
export function createVirtualClock(startMs: number): VirtualClock {
  let now = startMs;
  let order = 0;
  let holds = 0;
  let armed = false;
  let scheduled = false;
  const timers: Timer[] = [];

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        const place = timers.indexOf(timer);
        if (place !== -1) timers.splice(place, 1);
        reject(toError(signal?.reason));
      };
      const timer: Timer = {
        at: now + Math.max(0, ms),
        order: order++,
        fire: () => {
          signal?.removeEventListener("abort", fail);
          resolve();
        },
      };
      if (signal?.aborted === true) {
        reject(toError(signal.reason));
        return;
      }
      signal?.addEventListener("abort", fail, { once: true });
      insert(timers, timer);
    });
  }

  /** Jumps once everything that is ready now has been done. */
  function arm(): void {
    armed = true;
    if (scheduled || holds > 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (armed && holds === 0) jump();
    });
  }

  function jump(): void {
    const next = timers.shift();
    if (!next) {
      armed = false;
      return;
    }
    now = Math.max(now, next.at);
    next.fire();
    arm();
  }

  function hold(): () => void {
    holds += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      holds -= 1;
      if (armed) arm();
    };
  }

  return { now: () => now, sleep, id: randomId, idle: arm, hold };
}

/** Keeps timers in the order in which they fire. */
function insert(timers: Timer[], timer: Timer): void {
  let place = timers.length;
  for (; place > 0; place--) {
    const before = timers[place - 1];
    if (before && before.at <= timer.at) break;
  }
  timers.splice(place, 0, timer);
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
