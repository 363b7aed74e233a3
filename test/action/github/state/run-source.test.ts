import { expect, it } from "vitest";
import { sourceOf } from "#src/action/github/state/run-source.ts";
import type { Tier } from "#src/github/tiers.ts";

const door = {
  job: { environment: {} },
  access: { token: "t", apiUrl: "http://127.0.0.1", repository: "octo-org/hello-world" },
  trusted: { commit: "trusted" },
};

/** A workflow run of some repository; those of forks name no pull request. */
function ended(head: number | null) {
  const workflow_run = { head_repository: head === null ? null : { id: head } };
  return { event: { repository: { id: 5001 }, workflow_run } };
}

function commitOf(github: ReturnType<typeof ended> | { pr: { fork: boolean } }, tier: Tier) {
  const run = { headSha: "head", baseSha: null };
  return sourceOf(door, { run, tier, github, simulated: false })?.commit;
}

it.each([
  ["of its own", ended(5001), "push", "head"],
  ["of a fork", ended(5002), "read", "trusted"],
  ["of a repository that is gone", ended(null), "read", "trusted"],
  ["of a fork's pull request", { pr: { fork: true } }, "read", "trusted"],
  ["that was granted", { pr: { fork: true } }, "sandbox", "head"],
] as const)("works on a head %s", (_whose, github, tier, commit) => {
  expect(commitOf(github, tier)).toBe(commit);
});
