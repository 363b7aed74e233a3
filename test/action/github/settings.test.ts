import { expect, it } from "vitest";
import { withSettings } from "#src/action/github/settings.ts";
import { readInputs } from "#src/action/inputs.ts";

it.each([
  ["of the trigger", { max_cost_usd: 2 }, { max_cost_usd: 5 }, 2],
  ["of every run", { max_cost_usd: 9 }, { max_cost_usd: 5 }, 5],
  ["of every run, alone", {}, { max_cost_usd: 5 }, 5],
])("takes the lowest budget: that %s", async (_what, budget, ofRuns, most) => {
  const inputs = readInputs({ INPUT_WORKFLOW: "w" });

  expect((await withSettings(inputs, { budget }, { ofRuns })).maxCostUsd).toBe(most);
});
