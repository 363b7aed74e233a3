/** The last step of a job on GitHub whose main step was cut off. Spec: github §2.3. */
import { getState, info, warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { openDoor } from "./github/door.ts";
import type { TrackedRun } from "./github/state/keeper.ts";
import { leaveStopped } from "./github/state/stopped.ts";
import { guardStreams } from "./guard.ts";
import { openJob } from "./job.ts";
import { openOutputs } from "./outputs.ts";
import { stepsOf } from "./run.ts";

/** Leaves the run where the next job finds it; the main step's result stands, whatever goes wrong here. */
export async function closeStoppedJob(environment: NodeJS.ProcessEnv): Promise<void> {
  guardStreams(environment);
  try {
    await leaveRun(environment, readTracked(getState("door")));
  } catch (fault) {
    const why = messageOf(fault);
    warning(`The run could not be left for another job: ${why}`);
  }
}

async function leaveRun(environment: NodeJS.ProcessEnv, tracked: TrackedRun): Promise<void> {
  const job = openJob(environment);
  if (job.inputs.token === null) return;
  const door = await openDoor(job, job.inputs.token, stepsOf(job, openOutputs()));
  await leaveStopped(door, tracked);
  info(`The job was stopped; run ${tracked.run.run} can go on in another one.`);
}

function readTracked(text: string): TrackedRun {
  return JSON.parse(text) as TrackedRun;
}
