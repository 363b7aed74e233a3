/** The mode `resume`: the run that is named, or the one of this job's event. Spec: github §8.6. */
import { info } from "@actions/core";
import { isOver } from "#core/report/standing.ts";
import type { ModeDecision } from "#src/github/auto-mode/decide-mode.ts";
import { eventKey, runId } from "#src/github/event-key.ts";
import { textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "./door.ts";
import { answerByEnvironment } from "./environment-answers.ts";
import { resumeLeft } from "./resume.ts";
import { reportAgain } from "./settle.ts";
import { findRun, runsOfThisJob } from "./thread-runs.ts";
import type { ThreadRun } from "./thread-runs.ts";

/** Goes on with a run that could; one that waits for a person, or is over, stays as it is. */
export async function resumeNamed(door: Door, { run: named }: ModeDecision): Promise<number> {
  const { steps, payload } = door;
  const found = await findAny(door, named === undefined ? await idsOfJob(door) : [named]);
  const left = found?.left ?? null;
  if (left === null) {
    steps.tell({ decision: "deny", "reason-code": "no_checkpoint", status: "none" });
    info(explainReason("no_checkpoint"));
    return named === undefined ? 0 : 1;
  }
  const { status } = left.state;
  steps.tell({ "run-id": left.id, status }, { thread: left.thread });
  const answered = await answerByEnvironment(door, left);
  if (answered !== null) return answered;
  if (isOver(status) || status === "paused_waiting_human") {
    await reportAgain(door, left);
    info(`The run \`${left.id}\` is ${status}: there is nothing to go on with.`);
    return 0;
  }
  return resumeLeft(door, left, { by: textAt(payload, "sender", "login") });
}

/** The runs on which earlier attempts worked, then those that the event starts, in the order of the file. */
async function idsOfJob(door: Door): Promise<readonly string[]> {
  const { config, event, payload, workflowRun, job } = door;
  const key = eventKey(event, payload, { run_id: workflowRun });
  const names = [...Object.keys(config.triggers ?? {}), job.inputs.workflow];
  return [...(await runsOfThisJob(door)), ...names.map((name) => runId(key, name))];
}

async function findAny(door: Door, ids: readonly string[]): Promise<ThreadRun | null> {
  for (const id of ids) {
    const found = await findRun(door, id);
    if (found !== null) return found;
  }
  return null;
}
