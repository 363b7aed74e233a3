import fc from "fast-check";
import { expect, it } from "vitest";
import { parseDuration, printDuration } from "#core/graph/duration.ts";

it.each([
  ["90s", 90_000],
  ["1h30m", 5_400_000],
  ["1.5m", 90_000],
  ["500ms", 500],
  ["2d", 172_800_000],
  ["1m1m", 120_000],
  ["0h5s", 5_000],
  ["0.1ms", 1],
  ["2.3m", 138_000],
])("reads %s as %i ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each([
  "",
  "soon",
  "5",
  "s",
  "0s",
  "-5s",
  "1 h",
  "1h 30m",
  "5S",
  ".5s",
  "5.s",
  "1e3s",
  "99999999999999d",
])("takes %j for no duration", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

it("reads what it prints", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e12 }), (ms) => {
      expect(parseDuration(printDuration(ms))).toBe(ms);
    }),
  );
});
