/** Cancels runs that no job drives, and tells those that one does. Spec: github §2.3. */
import { info } from "@actions/core";
import { holderOfRun } from "#adapters/github/claims.ts";
import { messageOf } from "#core/text/fault.ts";
import { isAbandoned } from "#adapters/github/claims.ts";
import { cancelRun } from "#core/engine/lifecycle.ts";
import { isOver } from "#core/report/standing.ts";
import { explainReason } from "#src/github/reasons.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import { sayUnqueued } from "../report/queued-run.ts";
import { concludeRun } from "./conclude-run.ts";
import type { Door } from "../door.ts";
import { isQueued } from "../queue/lanes.ts";
import { sendSignal } from "./signals.ts";
import { takeOver } from "./take-over.ts";
import { findRun, findThreadRuns, isOpen } from "./thread-runs.ts";
import type { ThreadRun } from "./thread-runs.ts";

/** Who wants it, and why. */
export interface Cancelling {
  readonly by: string;
  readonly reason: string;
}

/** The run is in the hands of another job, whatever the comment says of it. */
const takenBefore = { reason: "already_resumed", words: explainReason("already_resumed") };

/** The mode `cancel`: one run, or all runs of the thread. */
export async function cancelRuns(
  door: Door,
  { run, reason }: { readonly run?: string; readonly reason: string },
): Promise<number> {
  const { payload, steps } = door;
  const by = textAt(payload, "sender", "login");
  const thread =
    numberAt(payload, "pull_request", "number") ?? numberAt(payload, "issue", "number");
  const runs = run === undefined ? await runsOf(door, thread) : [await findRun(door, run)];
  const open = runs.filter((one) => one !== null).filter(isOpen);
  steps.tell({ status: "none" }, { thread });
  if (open.length === 0) {
    info(run === undefined ? "No run is open here." : explainReason("no_checkpoint"));
    steps.tell(run === undefined ? {} : { "reason-code": "no_checkpoint" });
  }
  for (const one of open) await cancelOne(door, one, { by, reason });
  return 0;
}

/** Ends a run that no job drives; null if that was done, else why not. */
export async function cancelLeft(
  door: Door,
  { left }: ThreadRun,
  { by, reason }: Cancelling,
): Promise<{ readonly reason: string; readonly words: string } | null> {
  if (left === null || isOver(left.state.status))
    return { reason: "run_ended", words: explainReason("run_ended") };
  const taken = await takeOver(door, left);
  if (taken === null) return takenBefore;
  const { opened, graph } = taken;
  const { world } = opened;
  const state = await cancelRun(world, { runId: left.id, reason, by });
  for (const reporter of world.reporters ?? []) await reporter.close?.();
  const result = { runId: left.id, state, graph, stopped: null, rejected: [] };
  await concludeRun(door, { ...opened, result });
  const { id, trigger, thread } = left;
  if (isQueued(left.state)) await sayUnqueued(door, { run: id, trigger, thread }, "was cancelled");
  return null;
}

async function runsOf(door: Door, thread: number | null): Promise<readonly ThreadRun[]> {
  return thread === null ? [] : findThreadRuns(door, thread);
}

/** Cancels the job that drives a run, which has been told why; without it, it stops at its next look. */
export async function cancelJob({ client, workflowRun }: Door, run: string): Promise<void> {
  const by = await holderOfRun(client, run);
  if (by === null || by === workflowRun) return;
  try {
    await client.jobs.cancel(by);
    info(`The workflow run ${by} is cancelled.`);
  } catch (fault) {
    info(`The workflow run ${by} goes on until it hears of it: ${messageOf(fault)}`);
  }
}

/** True for a run that a job drives; one whose job was lost can be ended here. */
export async function isInHand(
  { client }: Door,
  { id, status, left }: ThreadRun,
): Promise<boolean> {
  return status === "running" && (left === null || !(await isAbandoned(client, id)));
}

/** Ends a run, or has the job that drives it end it. */
export async function cancelOne(door: Door, run: ThreadRun, how: Cancelling): Promise<void> {
  const refusal = (await isInHand(door, run)) ? takenBefore : await cancelLeft(door, run, how);
  if (refusal === null) return;
  if (refusal.reason !== takenBefore.reason) {
    info(refusal.words);
    return;
  }
  if (await sendSignal(door, run.id, { kind: "cancel", seq: run.seq, ...how }))
    info(`The job that drives ${run.id} was told to cancel it.`);
}
