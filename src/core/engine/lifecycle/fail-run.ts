/** Failing a run that stands, since nobody could go on with it. */
import type { RunState } from "#core/run/state.ts";
import { payload } from "../decide/place.ts";
import type { World } from "../world.ts";
import { endRun } from "./end-run.ts";

/** Why, by a code of whoever fails it. */
export interface FailOptions {
  readonly runId: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** Fails a run for good. */
export async function failRun(
  world: World,
  { runId, code, message, hint }: FailOptions,
): Promise<RunState> {
  const writer = await world.store.acquire(runId);
  try {
    const data = payload({
      error: message,
      code: "STORE_FAILED",
      resumable: false,
      errors: [{ field: code, message }],
      hint,
    });
    return await endRun(world, writer, { runId, ending: { type: "run_failed", data } });
  } finally {
    await writer.release();
  }
}
