/** Runs that wait for the checks of a commit: found by their notes, resumed when the checks have ended. Spec: github §2.4, §13. */
import { info } from "@actions/core";
import { listOpenRuns, readRunNote } from "#adapters/github/open-runs.ts";
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import { haveEnded } from "#adapters/tools/github/index.ts";
import type { Interaction } from "#core/run/state.ts";
import type { ModeContext } from "#src/github/auto-mode/decide-mode.ts";
import { textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import { awaitedBy } from "./awaited-by.ts";
import { cancelOne } from "../state/cancel.ts";
import type { Door } from "../door.ts";
import { eachRun } from "../each-run.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { resumeLeft } from "../state/resume.ts";
import { askAfterStop } from "../start.ts";
import { findRun } from "../state/thread-runs.ts";

/** The runs that wait for checks; asked only when a workflow has ended. */
export async function waitingRuns({
  client,
  event,
}: Door): Promise<ModeContext["facts"]["waiting_for_ci"]> {
  if (event !== "workflow_run") return [];
  const runs = await listOpenRuns(client);
  const notes = await Promise.all(runs.map((run) => readRunNote(client, run)));
  return runs.flatMap((run, index) => {
    const sha = textAt(notes[index] ?? null, "waits_for");
    return sha === "" ? [] : [{ run, sha }];
  });
}

/** Goes on with all runs that wait for the commit; the exit code is that of the first that failed. */
export async function resumeAllAwaiting(door: Door): Promise<number> {
  const ended = textAt(door.payload, "workflow_run", "head_sha");
  const waiting = (await waitingRuns(door)).filter(({ sha }) => sha === ended);
  return eachRun(door, waiting, ({ run }) => resumeAwaiting(door, run));
}

/** Goes on with a run if its checks have ended, and if nobody has pushed meanwhile. */
export async function resumeAwaiting(door: Door, id: string): Promise<number> {
  const { steps } = door;
  const found = await findRun(door, id);
  const left = found?.left ?? null;
  const awaited = left === null ? null : awaitedBy(left.state);
  steps.tell({ "run-id": id });
  if (found === null || left === null || awaited === null) {
    steps.tell({ "reason-code": "already_resumed" });
    info(explainReason("already_resumed"));
    return 0;
  }
  const { thread } = left;
  const api = openThreadsApi(door.access);
  const pull = thread === null ? null : await api.pull(thread);
  if (pull !== null && textAt(pull, "head", "sha") !== awaited.sha) {
    await cancelOne(door, found, { by: left.initiatorLogin, reason: "superseded" });
    steps.tell({ "reason-code": "superseded", status: "cancelled" });
    return 0;
  }
  const baseRef = textAt(pull, "base", "ref") || door.defaultBranch;
  const place = { api, thread, until: "", headSha: awaited.sha, baseRef };
  if (!(await haveEnded(place, awaited))) {
    steps.tell({ "reason-code": "waiting_for_ci", status: left.state.status });
    info(explainReason("waiting_for_ci"));
    return 0;
  }
  const code = await resumeLeft(door, left, answerOf(left, awaited.gate));
  return (await askAfterStop(door, left.id)) ?? code;
}

function answerOf(
  { initiatorLogin }: LeftRun,
  { gate }: Interaction,
): Parameters<typeof resumeLeft>[2] {
  return { by: initiatorLogin, answers: [{ gate, answers: { ended: true } }] };
}
