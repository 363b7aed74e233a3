import { expect, it } from "vitest";
import { gate } from "#support/action-step.ts";
import { eventFixture, runDoor, saying } from "#support/door-step.ts";
import type { DoorStep } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const config = `version: 1
triggers:
  review: { on: pull_request, workflow: pr }
  other: { on: [pull_request, command], workflow: pr, labels: [never] }
  nightly: { on: schedule, workflow: pr }
`;
const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };
const merged = "d15ea5e0b4cf7a6c7f1b2d3e4f5061728394a5b6";

it("carries the last verdict to the commit of the queue, once, and starts nothing", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  const payload = eventFixture("pull_request.opened.json");
  const opened = await runDoor(github, { event: "pull_request", payload });
  const waiting = await tryMerge(github, merged);
  await runDoor(github, saying(github, "monalisa", "/iter approve g1"));

  const carried = await tryMerge(github, `${merged.slice(0, -1)}7`);
  await tryMerge(github, `${merged.slice(0, -1)}7`);

  expect(carried.outputs, carried.log).toMatchObject({
    ...{ decision: "carry", "reason-code": "merge_group", status: "none" },
  });
  expect(opened.outputs["status"]).toBe("paused_waiting_human");
  expect(checksOn(github, merged), waiting.log).toEqual([
    ["iter / review", "action_required"],
    ["iter / other", "neutral"],
  ]);
  expect(checksOn(github, `${merged.slice(0, -1)}7`)).toEqual([
    ["iter / review", "success"],
    ["iter / other", "neutral"],
  ]);
});

function tryMerge(github: LoopbackGithub, sha: string): Promise<DoorStep> {
  const { repository, sender } = eventFixture("pull_request.opened.json") as {
    readonly repository: object;
    readonly sender: object;
  };
  const ref = `refs/heads/gh-readonly-queue/main/pr-42-${sha}`;
  const group = { head_sha: sha, head_ref: ref, base_ref: "refs/heads/main" };
  const payload = { action: "checks_requested", merge_group: group, repository, sender };
  return runDoor(github, { event: "merge_group", payload });
}

function checksOn({ state }: LoopbackGithub, sha: string): readonly unknown[] {
  return [...state.checks.values()]
    .filter(({ fields }) => fields["head_sha"] === sha)
    .map(({ fields }) => [fields["name"], fields["conclusion"]]);
}
