/** Asks people what becomes of a loop that has stopped, and does what they say. Spec: github §13. */
import { sha256 } from "#adapters/hashing/sha256.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { Fields } from "#core/graph/value.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import {
  describeStop,
  stopChoice,
  takesStopGate,
  withStopGate,
} from "#src/github/loops/stop-gate.ts";
import type { Door } from "../door.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { unmarkStopped } from "./stopped-loop.ts";
import { findThreadRuns } from "../state/thread-runs.ts";

/** A plan whose run waits for people before it begins, and what its log says of that. */
export interface GatedPlan {
  readonly plan: RunPlan;
  readonly stop: Fields;
}

/** Puts a gate before a plan's workflow; null if the workflow asks people itself. */
export function planBehindGate(plan: RunPlan, reason: string): GatedPlan | null {
  if (!takesStopGate(plan.graph)) return null;
  const stop = describeStop(plan.graph, reason);
  return { plan: { ...plan, graph: withStopGate(plan.graph, stop, sha256) }, stop };
}

/** Why a person keeps the loop from starting, by what they said when it stopped last; null if nobody does. */
export async function keptOff(
  door: Door,
  {
    trigger,
    thread,
    headSha,
  }: { readonly trigger: string; readonly thread: number | null; readonly headSha: string | null },
): Promise<string | null> {
  if (thread === null) return null;
  const runs = (await findThreadRuns(door, thread)).flatMap(({ left }) =>
    left?.trigger === trigger ? [left] : [],
  );
  const [newest] = runs.toSorted((one, other) =>
    other.state.createdAt.localeCompare(one.state.createdAt),
  );
  const choice = newest === undefined ? null : stopChoice(newest.state);
  if (choice === "take over") return "taken_over";
  return choice === "give up" && newest?.headSha === headSha ? "given_up" : null;
}

/** The thread needs nobody any more once a person tries again or does it themselves. */
export async function heedStop(door: Door, { id, thread, state }: LeftRun): Promise<void> {
  if (stopChoice(state) !== null) return;
  const { events } = await createFileStore(door.job.store).read(id);
  const choice = stopChoice(fold(events));
  if (choice === "retry" || choice === "take over") await unmarkStopped(door, thread);
}
