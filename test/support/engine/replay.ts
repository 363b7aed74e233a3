/** The replay of what a stage has played. Spec: runtime §28. */
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { replayRun, resumeRun } from "#core/engine/lifecycle.ts";
import { closeWorld } from "#core/engine/playback.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { stageOf } from "./world.ts";
import type { Stage } from "./world.ts";

/** What came of a replay. */
export interface Replayed {
  readonly state: RunState;
  readonly calls: Stage["calls"];
  readonly log: readonly RunEvent[];
}

/** Replays a recorded run, or goes on with a replay of which so much is left. */
export async function replay(
  graph: Graph,
  stage: Stage,
  left?: readonly RunEvent[],
): Promise<Replayed> {
  const recorded = await stage.log();
  const store = createMemoryStore();
  const last = left?.at(-1)?.timestamp;
  const startMs = last === undefined ? {} : { startMs: Date.parse(last) };
  const { world, calls } = stageOf({ graph, store, ...startMs });
  const compile = () => graph;
  if (left) store.put("run_again", left);
  const { state } = left
    ? await resumeRun(closeWorld(world, recorded), { runId: "run_again", compile })
    : await replayRun(world, { recorded, compile, runId: "run_again" });
  return { state, calls, log: (await store.read("run_again")).events };
}
