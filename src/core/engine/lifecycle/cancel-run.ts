/** Cancelling a run from outside the process that drives it. Spec: runtime §19. */
import type { RunWriter } from "#core/ports/store.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunState } from "#core/run/state.ts";
import { payload } from "../decide/place.ts";
import type { World } from "../world.ts";
import { endRun, isEnded, refuseEnded } from "./end-run.ts";

/** Why, and who wants it. */
export interface CancelOptions {
  readonly runId: string;
  readonly reason?: string;
  readonly by?: string;
}

/** How long the process that holds a run gets to notice. */
const patienceMs = 15_000;

/**
 * Cancels a run; the process that holds it is asked to stop, and waited for. If it lets go of the run
 * without having heard, as one that only records an answer does, the run is cancelled here.
 */
export async function cancelRun(world: World, options: CancelOptions): Promise<RunState> {
  const { store, clock } = world;
  const { runId } = options;
  const until = clock.now() + patienceMs;
  refuseEnded(await readState(world, runId));
  let writer = await acquireFree(world, runId);
  while (!writer) {
    // Anew each time: whoever takes the run next drops what was asked of the one before.
    await store.requestCancel(runId, options);
    const state = await readState(world, runId);
    if (isEnded(state) || clock.now() >= until) return state;
    await clock.sleep(200);
    writer = await acquireFree(world, runId);
  }
  try {
    const state = await readState(world, runId);
    if (isEnded(state)) return state;
    const data = payload({ reason: options.reason ?? "cancel", by: options.by });
    const ending = { type: "run_cancelled", data } as const;
    return await endRun(world, writer, { runId, ending });
  } finally {
    await writer.release();
  }
}

/** Undefined while another process has the run. */
async function acquireFree({ store }: World, runId: string): Promise<RunWriter | undefined> {
  try {
    return await store.acquire(runId);
  } catch (error) {
    if (error instanceof Refusal && error.code === "RUN_LOCKED") return undefined;
    throw error;
  }
}

async function readState({ store }: World, runId: string): Promise<RunState> {
  return fold((await store.read(runId)).events);
}
