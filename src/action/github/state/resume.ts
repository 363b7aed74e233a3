/** Goes on with a run in a new job: same log, same state, same budget. Spec: github §8.6. */
import { warning } from "@actions/core";
import type { BadCheckpoint } from "#adapters/github/checkpoint/bad-checkpoint.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import { resumeRun } from "#core/engine/lifecycle.ts";
import type { ResumeOptions, RunControl, RunResult } from "#core/engine/world.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { checkResumed, keeperOf } from "#core/run/recordable.ts";
import { explainReason } from "#src/github/reasons.ts";
import { holdBudget } from "../budget/hold.ts";
import { carryOutHere, leavesWrites } from "../effects/carry-out.ts";
import type { Door } from "../door.ts";
import { driveHere } from "./drive.ts";
import type { AskingRun } from "../gates/entitled.ts";
import { findUnproven } from "../gates/evidence.ts";
import { mayWrite } from "./claim-run.ts";
import { askAboutWork, saidOfWork } from "./lost-work.ts";
import { enterLane, isQueued, laneOf } from "../queue/lanes.ts";
import { findLeftRun } from "./left-runs.ts";
import type { LeftRun } from "./left-runs.ts";
import { refuseOldGrant } from "../trust/grant.ts";
import { refuseByPolicy, refuseForkByPolicy } from "../trust/policy.ts";
import { sayUnqueued } from "../report/queued-run.ts";
import { reasonOf } from "../report/reason.ts";
import { compileAgain, takeOver } from "./take-over.ts";

/** What a run goes on with. */
export type GoOn = Pick<
  ResumeOptions,
  "answers" | "evidence" | "from" | "source" | "force" | "budget" | "workplace"
> & {
  readonly by: string;
};

/** Resumes a run, once: of two jobs that want to, one has the claim. */
export async function resumeLeft(door: Door, run: LeftRun, how: GoOn): Promise<number> {
  const { start, source } = run.state;
  const graph = start?.graph ?? compileAgain(door, source, start?.simulated === true);
  refuseByPolicy(door, graph);
  checkResumed(run.state, keeperOf(door.job.redactor, door.job.environment));
  await refuseOldGrant(door, run);
  refuseForkByPolicy(door, start?.github ?? {});
  const taken = await takeOver(door, run);
  if (taken === null) return 0;
  const { opened, compile: compileAny } = taken;
  await returnToLane(door, run);
  const compile: typeof compileAny = (text) => {
    const changed = compileAny(text);
    refuseByPolicy(door, changed);
    return changed;
  };
  const { answers: given = [], by } = how;
  const said = saidOfWork(run, given);
  const go = async (control: RunControl, lost: BadCheckpoint | null): Promise<RunResult> => {
    const options = { runId: run.id, compile, via: "github", control, ...how };
    if (said === "give up") control.stop({ kind: "cancel", reason: "work_does_not_apply", by });
    else if (lost) return resumeRun(opened.world, { ...options, askFirst: askAboutWork(lost) });
    // What people say to a proposal is known before it is written.
    const first = given.length > 0 && leavesWrites(run.state);
    if (first) await resumeRun(opened.world, options);
    const answers = [...(first ? [] : given), ...(await carryOutHere(door, opened))];
    const budget = await holdBudget(door, run, how.budget);
    return resumeRun(opened.world, { ...options, answers, budget });
  };
  const code = await driveHere(door, opened, go, { without: said === "go on without it" });
  return (await askAgain(door, run, how)) ?? code;
}

/** Nobody of its lane starts meanwhile, also if the run had left it. */
async function returnToLane(
  door: Door,
  { id: run, trigger, thread, state }: LeftRun,
): Promise<void> {
  const lane = laneOf(state);
  if (lane !== null && mayWrite(door)) await enterLane(door, lane, { run, first: true });
  if (isQueued(state)) await sayUnqueued(door, { run, trigger, thread }, "has started");
}

/** Opens a gate again whose yes is gone; null if there is none. */
async function askAgain(door: Door, run: LeftRun, { by }: GoOn): Promise<number | null> {
  const { events } = await createFileStore(door.job.store).read(run.id);
  if (reasonOf(fold(events)) !== "evidence_gone") return null;
  const gate = await findUnproven(door, askingOf(run));
  const left = gate === null ? null : await findLeftRun(door, run.id);
  if (gate === null || left === null) return null;
  warning(`${gate.gate}: ${explainReason("evidence_gone")}`);
  return resumeLeft(door, left, { by, from: gate.nodeId });
}

function askingOf({ id, trigger, thread, headSha, ...run }: LeftRun): AskingRun {
  const initiator = { id: run.initiatorId, login: run.initiatorLogin };
  return { run: id, trigger, thread, headSha, initiator };
}
