import { expect, it } from "vitest";
import { suggest } from "#core/text/suggest.ts";

it("finds the nearest name", () => {
  expect(suggest("aproved", ["proved_by", "approved"])).toBe("approved");
});

it.each([
  ["fanout", ["fan_out_all", "condition"], "fan_out_all"],
  ["max_cost", ["max_tokens", "max_cost_usd"], "max_cost_usd"],
])("finds the only name that begins with %s", (name, known, meant) => {
  expect(suggest(name, known)).toBe(meant);
});

it("finds none where several begin with it, or where it is short", () => {
  expect(suggest("tool_", ["tool_policy", "tool_max_steps"])).toBeUndefined();
  expect(suggest("interaction", ["interaction_prompt", "interaction_model"])).toBeUndefined();
  expect(suggest("mode", ["model_of_all"])).toBeUndefined();
});
