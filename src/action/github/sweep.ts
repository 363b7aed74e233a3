/** What comes due without an event: gates that nobody answered, runs whose job was lost. Spec: github §8.7. */
import { info, warning } from "@actions/core";
import { listOpenRuns, readRunNote } from "#adapters/github/open-runs.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "./door.ts";
import { settleGates } from "./due-gates.ts";
import { findLeftRun } from "./left-runs.ts";
import type { LeftRun } from "./left-runs.ts";
import { resumeLeft } from "./resume.ts";
import { stopLost } from "./stopped.ts";

const mostRuns = 50;

/** Looks at the runs that are not over; the exit code is that of the first that failed. */
export async function sweep(door: Door): Promise<number> {
  const runs = await listOpenRuns(door.client);
  door.steps.tell({ decision: "sweep", status: "none" });
  info(`${runs.length} ${runs.length === 1 ? "run is" : "runs are"} open.`);
  let code = 0;
  for (const run of runs.slice(0, mostRuns)) code = (await lookAt(door, run)) || code;
  return code;
}

/** One run that can't be looked at keeps no other from it. */
async function lookAt(door: Door, run: string): Promise<number> {
  try {
    const note = await readRunNote(door.client, run);
    const status = textAt(note, "status");
    const by = numberAt(note, "workflow_run");
    if (status === "running" && by !== null) return await goOnIfLost(door, run, by);
    if (status !== "paused_waiting_human") return 0;
    const left = await findLeftRun(door, run);
    return left === null ? 0 : await settleGates(door, left);
  } catch (fault) {
    warning(`${run} was not looked at: ${fault instanceof Error ? fault.message : String(fault)}`);
    return 0;
  }
}

/** A run whose job has ended goes on once by itself; the next time somebody has to say so. */
async function goOnIfLost(door: Door, run: string, by: number): Promise<number> {
  const job = await door.client.jobs.run(by);
  if (job?.status !== "completed") return 0;
  const left = await findLeftRun(door, run);
  if (left?.state.status !== "running") return 0;
  info(`${run}: ${explainReason("runner_lost")}`);
  const again = door.config.state?.["auto-retry"] !== false && !wasLost(left);
  const code = await stopLost(door, left, "runner_lost");
  if (!again) return code;
  const stopped = await findLeftRun(door, run);
  return stopped === null ? code : resumeLeft(door, stopped, { by: left.initiatorLogin });
}

function wasLost({ events }: LeftRun): boolean {
  return events.some(
    ({ type, data = null }) => type === "run_failed" && textAt(data, "reason") === "runner_lost",
  );
}
