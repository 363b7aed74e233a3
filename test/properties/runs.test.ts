import { it } from "vitest";
import { killEverywhere } from "#support/engine/random/kill-everywhere.ts";
import { nestedGraphs } from "#support/engine/random/nested-graph.ts";

it("ends a nested workflow the same, killed after any event and in any order of work", async () => {
  await killEverywhere(nestedGraphs, 400);
}, 600_000);
