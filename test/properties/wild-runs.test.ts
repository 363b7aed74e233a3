import { it } from "vitest";
import { anyGraphs } from "#support/engine/random/any-graph.ts";
import { killEverywhere } from "#support/engine/random/kill-everywhere.ts";

it("ends a graph of any shape the same, killed after any event and in any order of work", async () => {
  await killEverywhere(anyGraphs, 1600);
}, 600_000);
