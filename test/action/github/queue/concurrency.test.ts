import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor } from "#support/door-step.ts";
import type { DoorStep } from "#support/door-step.ts";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

function setup(policy: string): GithubSetup {
  const config = `version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr${policy} }\n`;
  return { ...helloWorld, files: { ".github/iter.yml": config, ".github/iter/pr.iter": gate } };
}

function raise(github: LoopbackGithub, action: string): Promise<DoorStep> {
  const payload = { ...eventFixture("pull_request.opened.json"), action };
  return runDoor(github, { event: "pull_request", payload });
}

it("replaces the run that waits on the same pull request", async () => {
  await using github = await startGithub(setup(""));
  const first = await raise(github, "opened");

  const second = await raise(github, "ready_for_review");

  expect(second.outputs, second.log).toMatchObject({
    decision: "start",
    status: "paused_waiting_human",
  });
  expect(commentsOfOurs(github)).toHaveLength(1);
  expect(commentsOfOurs(github)[0]?.body).toContain(
    `Earlier runs: 1</summary>\n\n- [\`${first.outputs["run-id"] ?? ""}\`]`,
  );
  expect([...github.state.checks.values()].map(({ fields }) => fields["conclusion"])).toEqual([
    "cancelled",
    "action_required",
  ]);
});

it("drops the new run where the trigger says so", async () => {
  await using github = await startGithub(setup(", concurrency: { policy: skip }"));
  await raise(github, "opened");

  const second = await raise(github, "ready_for_review");

  expect(second.outputs).toMatchObject({ decision: "ignore", "reason-code": "run_in_progress" });
});
