/** The property of all properties: a run ends the same wherever it is killed. Spec: runtime §29. */
import fc from "fast-check";
import { expect } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import { playKilled, playWhole } from "./play-random.ts";
import { runsOf } from "./random-runs.ts";

/** `ITER_PROPERTY_RUNS` says how many runs of each sort are played, instead of what the test says. */
const asked = process.env["ITER_PROPERTY_RUNS"];

/** Plays random runs, and each of them again from every event at which it can be killed. */
export async function killEverywhere(graphs: fc.Arbitrary<Graph>, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(runsOf(graphs), async (run) => {
      const whole = await playWhole(run);
      expect(whole.faults).toEqual([]);
      for (let kept = 1; kept < whole.log.length; kept++) {
        expect(await playKilled(run, whole, kept)).toEqual([]);
      }
    }),
    { numRuns: asked === undefined ? runs : Number(asked) },
  );
}
