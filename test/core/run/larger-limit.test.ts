import { expect, it } from "vitest";
import { parseDuration } from "#core/graph/duration.ts";
import { changeLimits } from "#core/run/limit-changes.ts";
import { noLimits } from "#core/run/limits.ts";
import { writeLarger } from "#core/run/larger-limit.ts";
import type { Dimension } from "#core/run/state.ts";

it.each<[Dimension, number, number, string]>([
  ["tokens", 100, 100, "max_tokens=200"],
  ["tokens", 199, 100, "max_tokens=398"],
  ["cost_usd", 0.35, 0.1, "max_cost_usd=0.7"],
  ["cost_usd", 0.0000001, 0.0000001, "max_cost_usd=2e-7"],
  ["duration", 90_000, 90_000, "max_duration=3m"],
  ["iterations", 1, 1, "max_iterations=2"],
])("doubles a limit of %s, or goes beyond %d of %d", (dimension, used, limit, larger) => {
  const [name = "", value = ""] = larger.split("=");

  expect(writeLarger(dimension, used, limit)).toBe(larger);
  expect(changeLimits(noLimits, { [name]: value })).toHaveProperty("limits");
  expect(parseDuration(value) ?? Number(value)).toBeGreaterThan(used);
});
