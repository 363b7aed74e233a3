import { expect, it } from "vitest";
import { printBar } from "#core/report/budget.ts";
import {
  formatCost,
  formatCount,
  formatDuration,
  formatExactCost,
  formatNumberOf,
  formatOffset,
} from "#core/report/format.ts";
import { formatMoment } from "#core/run/timestamp.ts";

it.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [1234567, "1,234,567"],
])("counts %i as %s", (count, text) => {
  expect(formatCount(count)).toBe(text);
});

it.each([
  [0, "$0.00", "$0.0000"],
  [0.0012, "$0.0012", "$0.0012"],
  [0.0123, "$0.01", "$0.0123"],
  [12.5, "$12.50", "$12.50"],
])("writes %f dollars as %s or %s", (usd, short, exact) => {
  expect([formatCost(usd), formatExactCost(usd)]).toEqual([short, exact]);
  expect([formatCost(usd, false), formatExactCost(usd, false)]).toEqual(["?", "?"]);
});

it.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1000, "1 s"],
  [4250, "4.2 s"],
  [59_999, "59.9 s"],
  [65_000, "1 m 05 s"],
  [7_800_000, "2 h 10 m"],
  [180_000_000, "2 d 02 h"],
])("writes %i ms as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it.each([
  [-5, "+00:00"],
  [3_400, "+00:03"],
  [310_000, "+05:10"],
  [3_723_000, "+1:02:03"],
])("writes %i ms after the start as %s", (ms, text) => {
  expect(formatOffset(ms)).toBe(text);
});

it("writes moments and numbers of things", () => {
  expect(formatMoment("2026-05-04T09:12:00.123Z")).toBe("2026-05-04 09:12:00 UTC");
  expect(formatNumberOf(1, "branch", "branches")).toBe("1 branch");
  expect(formatNumberOf(1200, "token")).toBe("1,200 tokens");
});

it.each([
  [0, "░░░░░░░░░░"],
  [0.85, "████████░░"],
  [1, "██████████"],
  [3, "██████████"],
])("draws a share of %f", (share, bar) => {
  expect(printBar(share)).toBe(bar);
});
