import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { RunEvent } from "#core/run/events.ts";
import { evolve, fold } from "#core/run/evolve/evolve.ts";
import { rebuildIndex } from "#core/run/index-of-run.ts";
import { openSnapshot, readSnapshot, writeSnapshot } from "#core/run/snapshot/snapshot.ts";
import type { RunState } from "#core/run/state.ts";
import { nestedGraphs } from "#support/engine/random/nested-graph.ts";
import { answersOf, runsOf } from "#support/engine/random/random-runs.ts";
import { stageOf } from "#support/engine/world.ts";

const runs = Number(process.env["ITER_PROPERTY_RUNS"] ?? 60);

function throughSnapshot(state: RunState): RunState {
  const { document, pages } = openSnapshot(writeSnapshot(state, sha256), sha256);
  return indexed(readSnapshot(document, pages));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What a process that takes over makes of a state. */
function indexed(state: RunState): RunState {
  rebuildIndex(state);
  return state;
}

function foldOn(state: RunState, events: readonly RunEvent[]): RunState {
  for (const event of events) evolve(state, event);
  return state;
}

it("gives back the state of every moment, and goes on from it as the log does", async () => {
  await fc.assert(
    fc.asyncProperty(runsOf(nestedGraphs), fc.nat(), async (run, cut) => {
      const stage = stageOf({ graph: run.graph, answers: answersOf(run, 1) });
      await stage.start();
      const log = await stage.log();
      const at = cut % (log.length + 1);
      const before = indexed(fold(log.slice(0, at)));

      const after = throughSnapshot(before);

      expect(after).toEqual(before);
      expect(indexed(foldOn(after, log.slice(at)))).toEqual(indexed(fold(log)));
    }),
    { numRuns: runs },
  );
});
