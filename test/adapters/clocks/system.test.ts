import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createSystemClock } from "#adapters/clocks/system.ts";

const morning = Date.parse("2026-05-04T09:12:00.000Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"], now: morning });
});
afterEach(() => void vi.useRealTimers());

it("goes with the machine's clock, forward as well", () => {
  const clock = createSystemClock();

  vi.advanceTimersByTime(1_500);
  const later = clock.now();
  vi.setSystemTime(morning + 3_600_000);

  expect([later, clock.now()]).toEqual([morning + 1_500, morning + 3_600_000]);
});

it("goes on from where it was when the machine's clock is set back", () => {
  const clock = createSystemClock();
  vi.advanceTimersByTime(1_000);
  const before = clock.now();

  vi.setSystemTime(morning - 3_600_000);
  const at = clock.now();
  vi.advanceTimersByTime(2_000);

  expect([before, at, clock.now()]).toEqual([morning + 1_000, morning + 1_000, morning + 3_000]);
});

it("sleeps no longer because the machine's clock is set back meanwhile", async () => {
  const clock = createSystemClock();
  let awake = false;
  void clock.sleep(6_000).then(() => (awake = true));

  vi.setSystemTime(morning - 3_600_000);
  await vi.advanceTimersByTimeAsync(5_999);
  const early = awake;
  await vi.advanceTimersByTimeAsync(1);

  expect([early, awake]).toEqual([false, true]);
});
