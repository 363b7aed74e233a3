import fc from "fast-check";
import { expect, it } from "vitest";
import { anyGraphs } from "#support/engine/random/any-graph.ts";
import { nestedGraphs } from "#support/engine/random/nested-graph.ts";
import { playBack, playWhole } from "#support/engine/random/play-random.ts";
import { runsOf } from "#support/engine/random/random-runs.ts";

const runs = Number(process.env["ITER_PROPERTY_RUNS"] ?? 100);

it.each([
  ["a nested workflow", nestedGraphs],
  ["a graph of any shape", anyGraphs],
] as const)(
  "goes back to any node of %s, from anywhere, and can be killed on the way",
  async (_, graphs) => {
    await fc.assert(
      fc.asyncProperty(runsOf(graphs), fc.nat(), fc.nat(), async (run, place, choice) => {
        const whole = await playWhole(run);
        const kept = 1 + (place % Math.max(1, whole.log.length - 1));
        expect(await playBack(run, whole, { kept, choice })).toEqual([]);
      }),
      { numRuns: runs },
    );
  },
  300_000,
);
