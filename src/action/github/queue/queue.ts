/** Runs that wait until those ahead of them in their lane are over, and then go on. Spec: github §3.2. */
import { info } from "@actions/core";
import { isDriven } from "#adapters/github/claims.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "../door.ts";
import { firstInTheWay, laneOf, readLane, startElsewhere } from "./lanes.ts";
import type { LaneEntry } from "./lanes.ts";
import { findLeftRun } from "../state/left-runs.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { resumeLeft } from "../state/resume.ts";

/** Goes on with a run whose turn it is; another one waits on. */
export async function goOnInTurn(door: Door, left: LeftRun): Promise<number> {
  const ahead = await findAhead(door, left);
  if (ahead === null) return resumeLeft(door, left, { by: left.initiatorLogin });
  door.steps.tell({
    ...{ decision: "record", "reason-code": "run_in_progress", "run-id": left.id },
    status: "paused_waiting_human",
  });
  info(`${explainReason("run_in_progress")} ${left.id} waits for ${ahead.run}.`);
  return 0;
}

/** Starts a run whose turn came while it was put into the queue; null if it waits. */
export async function goOnAtOnce(door: Door, run: string): Promise<number | null> {
  const left = await findLeftRun(door, run);
  if (left === null || (await findAhead(door, left)) !== null) return null;
  return resumeLeft(door, left, { by: left.initiatorLogin });
}

/** Has a run start whose turn it is and whose start was lost: in its own job, or else in this one. */
export async function startInTurn(door: Door, run: string): Promise<number> {
  const left = await findLeftRun(door, run);
  if (left === null || (await findAhead(door, left)) !== null) return 0;
  if (await isDriven(door.client, { run, seq: left.seq })) return 0;
  try {
    await startElsewhere(door, run);
    return 0;
  } catch {
    return resumeLeft(door, left, { by: left.initiatorLogin });
  }
}

/** Who is still in the way of a run. */
async function findAhead(door: Door, { id, state }: LeftRun): Promise<LaneEntry | null> {
  const lane = laneOf(state);
  const entries = lane === null ? [] : await readLane(door, lane);
  const own = entries.findIndex(({ run }) => run === id);
  return firstInTheWay(door, entries.slice(0, Math.max(own, 0)));
}
