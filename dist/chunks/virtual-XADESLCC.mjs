import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  randomId
} from "./chunk-6QBDXAEX.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/adapters/clocks/virtual.ts
function createVirtualClock(startMs) {
  let now = startMs;
  let order = 0;
  let holds = 0;
  let armed = false;
  let scheduled = false;
  const timers = [];
  function sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      const fail = () => {
        const place = timers.indexOf(timer);
        if (place !== -1) timers.splice(place, 1);
        reject(toError(signal?.reason));
      };
      const timer = {
        at: now + Math.max(0, ms),
        order: order++,
        fire: () => {
          signal?.removeEventListener("abort", fail);
          resolve();
        }
      };
      if (signal?.aborted === true) {
        reject(toError(signal.reason));
        return;
      }
      signal?.addEventListener("abort", fail, { once: true });
      insert(timers, timer);
    });
  }
  function arm() {
    armed = true;
    if (scheduled || holds > 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (armed && holds === 0) jump();
    });
  }
  function jump() {
    const next = timers.shift();
    if (!next) {
      armed = false;
      return;
    }
    now = Math.max(now, next.at);
    next.fire();
    arm();
  }
  function hold() {
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
function insert(timers, timer) {
  let place = timers.length;
  for (; place > 0; place--) {
    const before = timers[place - 1];
    if (before && before.at <= timer.at) break;
  }
  timers.splice(place, 0, timer);
}
function toError(reason) {
  return reason instanceof Error ? reason : new Error(String(reason));
}
export {
  createVirtualClock
};
