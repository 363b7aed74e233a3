/** Cancelling a run from outside the process that drives it. Spec: runtime §19. */
import type { RunWriter } from "#core/ports/store.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunState } from "#core/run/state.ts";
import { payload } from "../decide/place.ts";
import type { World } from "../world.ts";
import { endRun, refuseEnded } from "./end-run.ts";

/** Why, and who wants it. */
export interface CancelOptions {
  readonly runId: string;
  readonly reason?: string;
  readonly by?: string;
}

/** How long the process that drives a run gets to notice. */
const patienceMs = 15_000;

/** Cancels a run; one that another process drives is asked to stop, and waited for. */
export async function cancelRun(world: World, options: CancelOptions): Promise<RunState> {
  const { store } = world;
  refuseEnded(fold((await store.read(options.runId)).events));
  let writer: RunWriter;
  try {
    writer = await store.acquire(options.runId);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "RUN_LOCKED") throw error;
    await store.requestCancel(options.runId, options);
    return awaitCancel(world, options.runId);
  }
  try {
    const data = payload({ reason: options.reason ?? "cancel", by: options.by });
    const ending = { type: "run_cancelled", data } as const;
    return await endRun(world, writer, { runId: options.runId, ending });
  } finally {
    await writer.release();
  }
}

async function awaitCancel(world: World, runId: string): Promise<RunState> {
  const until = world.clock.now() + patienceMs;
  for (;;) {
    const state = fold((await world.store.read(runId)).events);
    if (state.status !== "running" || world.clock.now() >= until) return state;
    await world.clock.sleep(200);
  }
}
