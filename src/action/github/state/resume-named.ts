/** The mode `resume`: the run that is named, or those of this job's event. Spec: github §8.6. */
import { info } from "@actions/core";
import { isOver, standingOf } from "#core/report/standing.ts";
import { authorise } from "#src/github/authorise/authorise.ts";
import type { ModeDecision } from "#src/github/auto-mode/decide-mode.ts";
import { eventKey, runId } from "#src/github/event-key.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import { waitsForUs } from "../effects/carry-out.ts";
import { isCarryingOut } from "./claim-run.ts";
import type { Door } from "../door.ts";
import { eachRun } from "../each-run.ts";
import { answerByEnvironment } from "../gates/environment-answers.ts";
import { toRequest } from "../gates/facts.ts";
import { isQueued } from "../queue/lanes.ts";
import { needLeftRun } from "./left-runs.ts";
import type { LeftRun } from "./left-runs.ts";
import { goOnInTurn } from "../queue/queue.ts";
import { resumeLeft } from "./resume.ts";
import { reportAgain } from "./settle.ts";
import { askAfterStop } from "../start.ts";
import { concludeLeft, stopLost } from "./stopped.ts";
import { findRun, runsOfThisJob, toThreadRun } from "./thread-runs.ts";

/** A form and an envelope name runs; a `mode` of the job is its author's. */
const dispatched: ReadonlySet<string> = new Set(["run_id_given", "envelope"]);

/** Goes on with the runs that could; one that waits for a person, or is over, stays as it is. */
export async function resumeNamed(door: Door, decision: ModeDecision): Promise<number> {
  const { steps } = door;
  const { run: named } = decision;
  const runs = await findRuns(door, named);
  if (runs.length === 0) {
    if (named !== undefined) await needLeftRun(door, named);
    steps.tell({ decision: "deny", "reason-code": "no_checkpoint", status: "none" });
    info(explainReason("no_checkpoint"));
    return named === undefined || dispatched.has(decision.reason_code) ? 0 : 1;
  }
  const refused = named === undefined ? null : await refuseSender(door, decision, runs);
  if (refused !== null) {
    steps.tell({ decision: "deny", "reason-code": refused, status: "none" });
    info(explainReason(refused));
    return 0;
  }
  return eachRun(door, runs, (left) => goOn(door, left, decision));
}

/** Whoever names a run to a job asks for no less than by `retry`; we ourselves go on as we are. */
async function refuseSender(
  door: Door,
  { reason_code: why }: ModeDecision,
  runs: readonly LeftRun[],
): Promise<string | null> {
  const { event, payload, ourselves } = door;
  const id = numberAt(payload, "sender", "id") ?? 0;
  if (!dispatched.has(why) || ourselves.includes(id)) return null;
  const type = textAt(payload, "sender", "type") || "User";
  const [first] = runs;
  const ruling = authorise(
    await toRequest({
      door,
      event: { name: event, action: "requested", at: new Date().toISOString() },
      sender: { id, login: textAt(payload, "sender", "login"), type },
      command: { command: "retry", ...(first === undefined ? {} : { run: first.id }) },
      thread: null,
      runs: runs.map((run) => toThreadRun(run)),
      comment: null,
    }),
  );
  return ruling.decision === "accept" ? null : ruling.reason_code;
}

async function goOn(
  door: Door,
  left: LeftRun,
  { reason_code: why }: ModeDecision,
): Promise<number> {
  const { status } = left.state;
  door.steps.tell({ "run-id": left.id, status }, { thread: left.thread });
  const by = textAt(door.payload, "sender", "login") || left.initiatorLogin;
  if (isQueued(left.state)) return goOnInTurn(door, left);
  if (waitsForUs(door, left)) return resumeLeft(door, left, { by });
  const answered = await answerByEnvironment(door, left);
  if (answered !== null) return answered;
  if (isCarryingOut(door)) return settleProposed(door, left);
  // Only who asks for the run itself has a cancelled one go on, never the job that cancelled it.
  const cancelled = status === "cancelled" && !dispatched.has(why);
  if (cancelled || isOver(status) || status === "paused_waiting_human") {
    await reportAgain(door, left);
    info(`The run \`${left.id}\` is ${status}: there is nothing to go on with.`);
    return 0;
  }
  return resumeLeft(door, left, { by });
}

/** What a job that may write nothing leaves to the next one: the reports, and to have a run go on. */
async function settleProposed(door: Door, left: LeftRun): Promise<number> {
  if (left.state.status === "running") return stopLost(door, left, "runner_lost");
  const handedOver = standingOf(left.state) === "handed_over";
  const stopped = handedOver ? ({ kind: "soft", reason: "job_time" } as const) : null;
  const code = await concludeLeft(door, left, stopped);
  return (await askAfterStop(door, left.id)) ?? code;
}

/** The run that is named; else all that earlier jobs of this workflow run left, or what the event starts. */
async function findRuns(door: Door, named: string | undefined): Promise<readonly LeftRun[]> {
  if (named !== undefined) return load(door, [named]);
  const left = await load(door, await runsOfThisJob(door));
  return left.length > 0 ? left : (await load(door, idsOfEvent(door))).slice(0, 1);
}

async function load(door: Door, ids: readonly string[]): Promise<readonly LeftRun[]> {
  const found: LeftRun[] = [];
  for (const id of ids) {
    const left = (await findRun(door, id))?.left ?? null;
    if (left !== null) found.push(left);
  }
  return found;
}

/** The runs that the event starts, in the order of the file. */
function idsOfEvent({ config, event, payload, workflowRun, job }: Door): readonly string[] {
  const key = eventKey(event, payload, { run_id: workflowRun });
  const names = [...Object.keys(config.triggers ?? {}), job.inputs.workflow];
  return names.map((name) => runId(key, name));
}
