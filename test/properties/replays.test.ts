import fc from "fast-check";
import { expect, it } from "vitest";
import { anyGraphs } from "#support/engine/random/any-graph.ts";
import { nestedGraphs } from "#support/engine/random/nested-graph.ts";
import { recordRestless, replayFaults } from "#support/engine/random/replay-random.ts";
import { runsOf } from "#support/engine/random/random-runs.ts";

/** `ITER_PROPERTY_RUNS` says how many runs of each sort are played, instead of what is said here. */
const numRuns = Number(process.env["ITER_PROPERTY_RUNS"] ?? 150);

it.each([
  ["a nested workflow", nestedGraphs],
  ["a graph of any shape", anyGraphs],
] as const)(
  "replays %s as it was, however it was stopped, killed and resumed",
  async (_, graphs) => {
    await fc.assert(
      fc.asyncProperty(runsOf(graphs), async (run) => {
        const recorded = await recordRestless(run);
        expect(await replayFaults(run, recorded)).toEqual([]);
      }),
      { numRuns },
    );
  },
  600_000,
);
