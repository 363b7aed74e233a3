/** Loops that mend failing checks, or what reviews want to be better: what the guards want to know, and what is kept of each attempt. Spec: github §13. */
import { info, warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { addToLoopLedger, readLoopLedger } from "#adapters/github/loop-ledger.ts";
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import type { ThreadsApi } from "#adapters/github/threads-api.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { readFailedJobs } from "#adapters/tools/github/index.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { eventsOf } from "#src/github/config/config.ts";
import type { LoopSettings, TriggerSettings } from "#src/github/config/config.ts";
import { fingerprintOfAll } from "#src/github/loops/fingerprint.ts";
import type { FailedJob } from "#src/github/loops/fingerprint.ts";
import { attemptsOf, decideLoop } from "#src/github/loops/guards.ts";
import type { LoopDecision, LoopFacts } from "#src/github/loops/guards.ts";
import { isStop } from "#src/github/loops/stop-gate.ts";
import { readLoopCommit } from "#src/github/loops/trailers.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { mayWrite } from "../state/claim-run.ts";
import type { Door } from "../door.ts";
import { noteRerun } from "./flaky.ts";

/** A run that a failure would start. */
export interface LoopStart {
  readonly run: string;
  readonly trigger: string;
  readonly settings: TriggerSettings;
  readonly thread: number | null;
}

/**
 * What the run knows of it as `github.ci` or `github.feedback`, or why there is no run. With both,
 * the loop has stopped: people are asked whether there is to be one.
 */
export type LoopRuling =
  | { readonly raised?: Fields; readonly refused?: never }
  | { readonly refused: string; readonly raised?: Fields };

/** True for the end of a workflow that a trigger is to mend. */
export function isLoop({ payload }: Door, settings: TriggerSettings): boolean {
  const ended = textAt(payload, "workflow_run", "conclusion");
  return ["failure", "timed_out"].includes(ended) && eventsOf(settings).includes("ci_failure");
}

/** What a loop is to mend. */
export interface LoopCase {
  readonly facts: LoopFacts;
  readonly settings: LoopSettings | undefined;
  /** What the run would know of it. */
  readonly raised: Fields;
  /** The workflow run that failed; null if no checks did. */
  readonly failed: number | null;
}

/** A failure of checks. */
export async function readFailure(door: Door, start: LoopStart): Promise<LoopCase> {
  const api = openThreadsApi(door.access);
  const failed = at(door.payload, "workflow_run");
  const [workflow, sha] = [textAt(failed, "name"), textAt(failed, "head_sha")];
  const jobs = (await readFailedJobs({ api }, { sha })).filter((job) => job.workflow === workflow);
  const fingerprint = fingerprintOfAll(jobs);
  const facts = await readFacts(door, start, { api, jobs, fingerprint, sha });
  const about = { path: textAt(failed, "path"), conclusion: textAt(failed, "conclusion") };
  const ci = { workflow, ...about, fingerprint, attempt: attemptsOf(facts) + 1 };
  const settings = start.settings.loop;
  return { facts, settings, raised: { ci }, failed: numberAt(failed, "id") ?? 0 };
}

/** What people want to be better: the same guards and counters hold for it. */
export async function readFeedback(
  door: Door,
  start: LoopStart,
  { sha, feedback }: { readonly sha: string; readonly feedback: Fields },
): Promise<LoopCase> {
  const api = openThreadsApi(door.access);
  const fingerprint = sha256(JSON.stringify(feedback));
  const read = await readFacts(door, start, { api, jobs: [], fingerprint, sha });
  const facts = { ...read, asked: true };
  const settings = { ...start.settings.loop, "rerun-first": false };
  const raised = { feedback: { ...feedback, fingerprint, attempt: attemptsOf(read) + 1 } };
  return { facts, settings, raised, failed: null };
}

/** Puts it through the guards; the attempt that may be made is written down. */
export async function ruleLoop(door: Door, start: LoopStart, found: LoopCase): Promise<LoopRuling> {
  const { facts, raised } = found;
  const decision = await rerunFirst(door, found);
  if (decision.then === "rerun") return { refused: "waiting_for_ci" };
  if (decision.then === "stop") return stopped(decision.reason, raised);
  const { fingerprint, failedSha: sha } = facts;
  await keepAttempt(door, start, { fingerprint, attempt: decision.attempt, sha });
  return { raised };
}

/** What no later event takes away is for people to decide. */
function stopped(reason: string, raised: Fields): LoopRuling {
  return isStop(reason) ? { refused: reason, raised } : { refused: reason };
}

interface Failure {
  readonly api: ThreadsApi;
  readonly jobs: readonly FailedJob[];
  readonly fingerprint: string;
  readonly sha: string;
}

async function readFacts(
  door: Door,
  { run, thread, settings }: LoopStart,
  { api, jobs, fingerprint, sha }: Failure,
): Promise<LoopFacts> {
  const { client, ourselves, repositoryId, payload } = door;
  const pull = thread === null ? null : await api.pull(thread);
  const branch = textAt(pull, "base", "ref");
  const [commits, red, attempts, today] = await Promise.all([
    thread === null || pull === null ? [] : api.commits(thread),
    branch === "" ? [] : readFailedJobs({ api }, { branch }),
    thread === null ? [] : readLoopLedger(client, threadLedger(thread)),
    readLoopLedger(client, dayLedger()),
  ]);
  const ofOthers = (entries: readonly Fields[] | null): readonly Fields[] =>
    (entries ?? []).filter(({ id }) => id !== run);
  // What can't be read counts as used up.
  const unknown = attempts === null || today === null;
  return {
    pull: pull === null ? null : toPull(pull, repositoryId, settings),
    failedSha: sha,
    checkAttempt: numberAt(payload, "workflow_run", "run_attempt") ?? 1,
    fingerprint,
    baseFails: jobs.some((job) => red.some((one) => isSameJob(one, job))),
    commits: commits.map((commit) => readLoopCommit(commit, ourselves)),
    attempts: ofOthers(attempts).map((entry) => ({
      run: textAt(entry, "id"),
      fingerprint: textAt(entry, "fingerprint"),
    })),
    today: unknown ? Infinity : ofOthers(today).length,
  };
}

function toPull(
  pull: Value,
  repositoryId: number,
  { drafts = false }: TriggerSettings,
): LoopFacts["pull"] {
  return {
    open: textAt(pull, "state") === "open",
    draft: at(pull, "draft") === true && !drafts,
    fork: numberAt(pull, "head", "repo", "id") !== repositoryId,
    headSha: textAt(pull, "head", "sha"),
  };
}

function isSameJob(one: FailedJob, other: FailedJob): boolean {
  return one.workflow === other.workflow && one.job === other.job;
}

/** What failed once may pass the second time: then there is nothing to mend. */
async function rerunFirst(
  door: Door,
  { facts, settings, failed }: LoopCase,
): Promise<LoopDecision> {
  const decision = decideLoop(facts, settings);
  if (decision.then !== "rerun" || failed === null || !mayWrite(door)) return decision;
  try {
    await openThreadsApi(door.access).rerunFailedJobs(failed);
    await noteRerun(door, failed);
    info(`The failed jobs of ${failed} run once more before anything is mended.`);
    return decision;
  } catch (fault) {
    const why = messageOf(fault);
    warning(`The failed jobs can't be run again (${why}); give the job \`actions: write\`.`);
    return decideLoop(facts, { ...settings, "rerun-first": false });
  }
}

async function keepAttempt(
  door: Door,
  { run, thread }: LoopStart,
  attempt: { readonly fingerprint: string; readonly attempt: number; readonly sha: string },
): Promise<void> {
  if (!mayWrite(door)) return;
  const { client, trusted } = door;
  const entry = { id: run, ...attempt, at: new Date().toISOString() };
  const ledgers = [dayLedger(), ...(thread === null ? [] : [threadLedger(thread)])];
  for (const name of ledgers) await addToLoopLedger(client, name, { entry, tree: trusted.commit });
}

function threadLedger(thread: number): string {
  return `thread-${thread}`;
}

function dayLedger(): string {
  return `day-${new Date().toISOString().slice(0, 10)}`;
}
