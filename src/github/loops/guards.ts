/**
 * Whether a loop that mends a pull request may try again: the guards in their order, the first that
 * holds stops it. Spec: github §13.
 */
import type { LoopSettings } from "../config/config.ts";
import { shortFingerprint } from "./trailers.ts";
import type { LoopCommit } from "./trailers.ts";

/** An attempt as the ledger of a thread has it. */
export interface LoopAttempt {
  readonly run: string;
  readonly fingerprint: string;
}

/** Everything that the guards look at. */
export interface LoopFacts {
  /** Null if there is no pull request any more. */
  readonly pull: {
    readonly open: boolean;
    readonly draft: boolean;
    readonly fork: boolean;
    readonly headSha: string;
  } | null;
  /** The commit that failed, or that people want to be better. */
  readonly failedSha: string;
  /** People ask for it, so it may be a commit of ours. */
  readonly asked?: boolean;
  /** Another run is at the same thread, or comes before this one. */
  readonly busy?: boolean;
  /** How often its checks have run. */
  readonly checkAttempt: number;
  readonly fingerprint: string;
  /** The same job fails on the base branch as well. */
  readonly baseFails: boolean;
  /** Commits of the pull request, oldest first. */
  readonly commits: readonly LoopCommit[];
  /** The ledger of the thread, oldest first. */
  readonly attempts: readonly LoopAttempt[];
  /** Attempts in the whole repository today. */
  readonly today: number;
}

/** What becomes of a failure. */
export type LoopDecision =
  | { readonly then: "stop"; readonly reason: string }
  | { readonly then: "rerun" }
  | { readonly then: "start"; readonly attempt: number };

/** Unless the trigger says otherwise. */
export const attemptsPerThread = 5;
const usual = { failure: 3, day: 10 };
/** So many commits of ours in a row, and a person should look. */
const mostInARow = 4;

/** Stops, runs the failed jobs once more, or starts the next attempt. */
export function decideLoop(facts: LoopFacts, settings: LoopSettings = {}): LoopDecision {
  const reason =
    refuseChange(facts) ?? refuseCommit(facts) ?? (facts.baseFails ? "base_is_red" : null);
  if (reason !== null) return { then: "stop", reason };
  if (settings["rerun-first"] !== false && facts.checkAttempt < 2) return { then: "rerun" };
  const used = refuseAttempt(facts, settings);
  if (used !== null) return { then: "stop", reason: used };
  return { then: "start", attempt: attemptsOf(facts) + 1 };
}

/** Why there is nothing to mend, whatever else runs; null if there is something. */
export function refuseChange({ pull, failedSha }: LoopFacts): string | null {
  if (!pull?.open) return "no_pull_request";
  if (pull.fork) return "fork_not_allowed";
  if (pull.draft) return "draft";
  return pull.headSha === failedSha ? null : "superseded";
}

/** Attempts on the thread: the higher of what the ledger and what the commits say. */
export function attemptsOf({ attempts, commits }: LoopFacts): number {
  return Math.max(attempts.length, 0, ...commits.map(({ attempt }) => attempt ?? 0));
}

function refuseCommit({ failedSha, commits, attempts, asked, busy }: LoopFacts): string | null {
  if (busy === true) return "run_in_progress";
  if (asked === true) return null;
  const head = commits.find(({ sha }) => sha === failedSha);
  if (head?.ours !== true) return null;
  const expected = head.failure !== null || attempts.some(({ run }) => run === head.run);
  return expected ? null : "own_event";
}

function refuseAttempt(facts: LoopFacts, settings: LoopSettings): string | null {
  const { fingerprint, commits, attempts, today } = facts;
  const failure = shortFingerprint(fingerprint);
  const mended = commits.filter((commit) => commit.failure !== null);
  if (mended.at(-1)?.failure === failure) return "no_progress";
  const same = Math.max(
    attempts.filter((one) => one.fingerprint === fingerprint).length,
    mended.filter((commit) => commit.failure === failure).length,
  );
  const used =
    same >= (settings["attempts-per-failure"] ?? usual.failure) ||
    attemptsOf(facts) >= (settings["attempts-per-thread"] ?? attemptsPerThread) ||
    today >= (settings["attempts-per-day"] ?? usual.day);
  if (used) return "attempts_used";
  const last = commits.slice(-mostInARow);
  return last.length === mostInARow && last.every(({ ours }) => ours) ? "only_bots" : null;
}
