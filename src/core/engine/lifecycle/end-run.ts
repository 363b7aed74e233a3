/** Ends a run that nobody drives, by one last event. */
import type { Fields } from "#core/graph/value.ts";
import type { RunWriter } from "#core/ports/store.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunState } from "#core/run/state.ts";
import { createJournal } from "../journal.ts";
import type { World } from "../world.ts";
import { describeRepairs } from "./repairs.ts";

/** How a run ends. */
export interface Ending {
  readonly type: "run_cancelled" | "run_failed";
  readonly data: Fields;
}

/** Records how the run ends; whoever calls holds its lock. */
export async function endRun(
  world: World,
  writer: RunWriter,
  { runId, ending }: { readonly runId: string; readonly ending: Ending },
): Promise<RunState> {
  const { events, repaired } = await world.store.read(runId);
  const state = fold(events);
  refuseEnded(state);
  const journal = createJournal({ world, writer, state, runId, alone: () => true });
  for (const event of describeRepairs(repaired)) journal.record(event);
  journal.record(ending);
  await journal.settled();
  if (journal.broken !== undefined) throw journal.broken as Error;
  return state;
}

/** @throws Refusal `RESUME_INVALID` for a run that has ended. */
export function refuseEnded(state: RunState): void {
  if (!isEnded(state)) return;
  throw new Refusal("RESUME_INVALID", `the run is ${state.status}: nothing to cancel`);
}

/** True if there is nothing to cancel any more. */
export function isEnded({ status }: RunState): boolean {
  return status === "finished" || status === "failed" || status === "cancelled";
}
