import { expect, it } from "vitest";
import type { LoopSettings } from "#src/github/config/config.ts";
import { decideLoop } from "#src/github/loops/guards.ts";
import type { LoopFacts } from "#src/github/loops/guards.ts";
import { readLoopCommit } from "#src/github/loops/trailers.ts";
import type { LoopCommit } from "#src/github/loops/trailers.ts";

const bot = 41_898_282;
const fingerprint = "a".repeat(64);
const other = "b".repeat(64);
const pull = { open: true, draft: false, fork: false, headSha: "head" };

function commit(sha: string, ...trailers: readonly string[]): LoopCommit {
  const message = ["Say it", "", ...trailers].join("\n");
  const author = { id: trailers.length === 0 ? 10_001 : bot };
  return readLoopCommit({ sha, commit: { message }, author }, [bot]);
}

function fix(sha: string, failure: string, attempt: number): LoopCommit {
  return commit(
    sha,
    `Iter-Run: iter_${sha}`,
    `Iter-Attempt: ${attempt}`,
    `Iter-Failure: ${failure.slice(0, 16)}`,
  );
}

const facts: LoopFacts = {
  pull,
  failedSha: "head",
  checkAttempt: 2,
  fingerprint,
  baseFails: false,
  commits: [commit("head")],
  attempts: [],
  today: 0,
};

function decide(changes: Partial<LoopFacts>, settings?: LoopSettings): string {
  const decision = decideLoop({ ...facts, ...changes }, settings);
  return decision.then === "start"
    ? `start ${decision.attempt}`
    : decision.then === "stop"
      ? decision.reason
      : "rerun";
}

const attempts = (count: number, failure: string): LoopFacts["attempts"] =>
  Array.from({ length: count }, (_, index) => ({ run: `iter_${index}`, fingerprint: failure }));

it.each<readonly [string, Partial<LoopFacts>, string]>([
  ["a failure of a person's commit", {}, "start 1"],
  ["no pull request", { pull: null }, "no_pull_request"],
  ["a closed one", { pull: { ...pull, open: false } }, "no_pull_request"],
  ["a head in a fork", { pull: { ...pull, fork: true } }, "fork_not_allowed"],
  ["a draft", { pull: { ...pull, draft: true } }, "draft"],
  ["a commit that is not the head any more", { failedSha: "older" }, "superseded"],
  ["an older commit, whatever else runs", { failedSha: "older", busy: true }, "superseded"],
  ["another loop on the thread", { busy: true, baseFails: true }, "run_in_progress"],
  [
    "a commit of ours that belongs to no loop",
    { commits: [commit("head", "Iter-Run: iter_x")] },
    "own_event",
  ],
  [
    "a commit of ours that the ledger knows",
    {
      commits: [commit("head", "Iter-Run: iter_x")],
      attempts: [{ run: "iter_x", fingerprint: other }],
    },
    "start 2",
  ],
  ["a base that fails as well", { baseFails: true }, "base_is_red"],
  ["a first failure", { checkAttempt: 1 }, "rerun"],
  [
    "the failure that the last fix was for",
    { commits: [fix("head", fingerprint, 1)] },
    "no_progress",
  ],
  ["another failure after a fix", { commits: [fix("head", other, 1)] }, "start 2"],
  ["a failure that was tried three times", { attempts: attempts(3, fingerprint) }, "attempts_used"],
  ["a thread with five attempts", { attempts: attempts(5, other) }, "attempts_used"],
  [
    "five attempts of which only commits tell",
    { commits: [fix("head", other, 5)] },
    "attempts_used",
  ],
  ["a day with ten attempts", { today: 10 }, "attempts_used"],
  [
    "four commits of ours in a row",
    {
      commits: [fix("a", other, 1), fix("b", other, 1), fix("c", other, 1), fix("head", other, 1)],
    },
    "only_bots",
  ],
])("decides about %s", (_what, changes, expected) => {
  expect(decide(changes)).toBe(expected);
});

it("takes the limits of the trigger", () => {
  expect(decide({ attempts: attempts(1, other) }, { "attempts-per-thread": 1 })).toBe(
    "attempts_used",
  );
  expect(decide({ checkAttempt: 1 }, { "rerun-first": false })).toBe("start 1");
});

it("takes trailers from the end of a message alone", () => {
  const message = "Say it\n\nIter-Run: iter_x\nIter-Failure: 0123456789abcdef\n\nMore words.";

  expect(readLoopCommit({ commit: { message } }, [])).toMatchObject({ ours: false, failure: null });
});
