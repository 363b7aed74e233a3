/** What comes due without an event: gates that nobody answered, runs whose job was lost. Spec: github §8.7. */
import { info, warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { removeDeadRefs, removeEmptyLists } from "#adapters/github/dead-refs.ts";
import { changeList, readList } from "#adapters/github/kept-list.ts";
import { driverIn, forgetRun, listOpenRuns, readRunNote } from "#adapters/github/open-runs.ts";
import type { Value } from "#core/graph/value.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import { awaitedBy } from "../loops/awaited-by.ts";
import { resumeAwaiting } from "../loops/awaited-checks.ts";
import { optionsOf } from "../commands/command-options.ts";
import type { Door } from "../door.ts";
import { settleGates } from "../gates/due-gates.ts";
import { askAboutHead } from "../gates/moved-gates.ts";
import { findLeftRun } from "./left-runs.ts";
import type { LeftRun } from "./left-runs.ts";
import { mayWrite } from "./claim-run.ts";
import { laneFolder } from "../queue/lanes.ts";
import { startInTurn } from "../queue/queue.ts";
import { resumeLeft } from "./resume.ts";
import { findSaid, say } from "../report/said.ts";
import { concludeLeft, stopLost } from "./stopped.ts";

const mostRuns = 50;
/** Where the last job left off. */
const cursor = "iter/sweep";
/** So long before its end a run's people are told. */
const warnMs = 48 * 3_600_000;
/** So long the event of an ended check is waited for. */
const patienceMs = 6 * 3_600_000;

/** Looks at the runs that are not over; the exit code is that of the first that failed. */
export async function sweep(door: Door): Promise<number> {
  const runs = await listOpenRuns(door.client);
  door.steps.tell({ decision: "sweep", status: "none" });
  info(`${runs.length} ${runs.length === 1 ? "run is" : "runs are"} open.`);
  let code = 0;
  for (const run of await someOf(door, runs)) code = (await lookAt(door, run)) || code;
  await tidyUp(door);
  return code;
}

/** Of more runs than a job looks at those that come behind the ones of the last job, by their names. */
async function someOf(door: Door, runs: readonly string[]): Promise<readonly string[]> {
  if (runs.length <= mostRuns) return runs;
  const { client, trusted } = door;
  const [seen] = (await readList(client, cursor)) ?? [];
  const last = textAt(seen ?? null, "run");
  const sorted = runs.toSorted();
  const from = Math.max(
    sorted.findIndex((run) => run > last),
    0,
  );
  const some = [...sorted.slice(from), ...sorted.slice(0, from)].slice(0, mostRuns);
  const run = some.at(-1) ?? "";
  if (mayWrite(door))
    await changeList(client, cursor, {
      tree: trusted.commit,
      anew: true,
      change: () => [{ run }],
    });
  return some;
}

/** What nobody needs any more is removed; if it can't be, it is the next time. */
async function tidyUp({ client, workflowRun }: Door): Promise<void> {
  try {
    await removeEmptyLists(client, laneFolder, { now: Date.now(), turn: workflowRun });
    const removed = await removeDeadRefs(client, Date.now());
    if (removed.length > 0) info(`The refs of ${removed.length} ended runs were removed.`);
  } catch (fault) {
    warning(`Old refs could not be removed: ${messageOf(fault)}`);
  }
}

/** One run that can't be looked at keeps no other from it. */
async function lookAt(door: Door, run: string): Promise<number> {
  try {
    const note = await readRunNote(door.client, run);
    const status = textAt(note, "status");
    const by = driverIn(note);
    if (status === "running" && by !== null) return await goOnIfLost(door, run, by);
    if (isGone(note)) {
      info(`${run}: ${explainReason("no_checkpoint")}`);
      await forgetRun(door.client, run);
      return 0;
    }
    if (at(note, "queued") === true) return await startInTurn(door, run);
    if (status !== "paused_waiting_human") return await warnOfEnd(door, run, note);
    const left = await findLeftRun(door, run);
    if (left === null) return 0;
    if (isOverdue(left)) return await resumeAwaiting(door, run);
    const { headSha } = left.thread === null ? {} : await door.client.thread(left.thread);
    const again = await askAboutHead(door, left, headSha);
    if (again !== null) return again;
    const code = await settleGates(door, left);
    await warnOfEnd(door, run, await readRunNote(door.client, run));
    return code;
  } catch (fault) {
    warning(`${run} was not looked at: ${messageOf(fault)}`);
    return 0;
  }
}

/** An artifact that has expired takes its run with it. */
function isGone(note: Value): boolean {
  const until = textAt(note, "expires_at");
  return until !== "" && Date.parse(until) <= Date.now();
}

/** Says once that what is kept of a run ends soon; there is time to go on with it. */
async function warnOfEnd(door: Door, run: string, note: Value): Promise<number> {
  const [until, thread] = [textAt(note, "expires_at"), numberAt(note, "thread")];
  if (thread === null || until === "" || Date.parse(until) - Date.now() > warnMs) return 0;
  const event = `${run}/expires`;
  const said = await findSaid(door, thread);
  if (said.some((marker) => textAt(marker, "event") === event)) return 0;
  const { prefix } = optionsOf(door);
  const when = until.replace("T", " ").slice(0, 16);
  const text = `What is kept of the run \`${run}\` ends at ${when} UTC; after that it can't go on. \`${prefix} status\` shows what it waits for.`;
  await say(door, thread, { fact: { event }, text });
  return 0;
}

/** The event that its checks have ended may have been lost. */
function isOverdue({ state }: LeftRun): boolean {
  const awaited = awaitedBy(state);
  return awaited !== null && Date.now() - Date.parse(awaited.gate.requestedAt) >= patienceMs;
}

/** A run whose job has ended goes on once by itself; the next time somebody has to say so. */
async function goOnIfLost(door: Door, run: string, by: number): Promise<number> {
  const job = await door.client.jobs.run(by);
  if (job?.status !== "completed") return 0;
  const left = await findLeftRun(door, run);
  if (left === null) return 0;
  if (left.state.status !== "running") return takeBack(door, left);
  info(`${run}: ${explainReason("runner_lost")}`);
  const again = door.config.state?.["auto-retry"] !== false && !wasLost(left);
  const code = await stopLost(door, left, "runner_lost");
  if (!again) return code;
  const stopped = await findLeftRun(door, run);
  return stopped === null ? code : resumeLeft(door, stopped, { by: left.initiatorLogin });
}

/** A job that was lost before it had kept anything has left the run as it was; what it was told is lost with it. */
async function takeBack(door: Door, left: LeftRun): Promise<number> {
  const { id, seq, thread, state } = left;
  info(`${id}: ${explainReason("runner_lost")}`);
  const code = await concludeLeft(door, left, null);
  if (thread === null) return code;
  const { prefix } = optionsOf(door);
  const again =
    state.status === "paused_waiting_human" ? "answer once more" : `write \`${prefix} retry\``;
  const text = `${explainReason("runner_lost")} The run \`${id}\` stands where it stood before, and what that job was told is lost with it: ${again}.`;
  await say(door, thread, { fact: { event: `${id}/lost/${seq}` }, text });
  return code;
}

function wasLost({ events }: LeftRun): boolean {
  return events.some(
    ({ type, data = null }) => type === "run_failed" && textAt(data, "reason") === "runner_lost",
  );
}
