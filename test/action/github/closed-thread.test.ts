import { expect, it } from "vitest";
import { gate } from "#support/action-step.ts";
import { eventFixture, runDoor } from "#support/door-step.ts";
import type { DoorStep } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

async function raise(types: string, action: string): Promise<DoorStep> {
  const config = `version: 1\ntriggers:\n  sort: { on: issues, types: [${types}], workflow: pr }\n`;
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };
  const event = eventFixture("issues.labeled.json") as { issue: object };
  const sender = { id: 10_001, login: "octocat", type: "User" };
  const payload = { ...event, action, issue: { ...event.issue, state: "closed" }, sender };
  await using github = await startGithub({ ...helloWorld, files });
  return await runDoor(github, { event: "issues", payload });
}

it("starts nothing on an issue that is closed", async () => {
  const step = await raise("labeled, closed", "labeled");

  expect(step.exitCode).toBe(0);
  expect(step.outputs, step.log).toMatchObject({
    decision: "ignore",
    "reason-code": "thread_closed",
  });
});

it("starts what is for the closing itself", async () => {
  const step = await raise("closed", "closed");

  expect(step.outputs, step.log).toMatchObject({ decision: "start" });
});

it("leaves a run cancelled when the job that cancelled it is run again", async () => {
  const config = "version: 1\ntriggers:\n  check: { on: pull_request, workflow: pr }\n";
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };
  await using github = await startGithub({ ...helloWorld, files });
  const opened = eventFixture("pull_request.opened.json") as { pull_request: object };
  const sender = { id: 10_001, login: "octocat", type: "User" };
  await runDoor(github, { event: "pull_request", payload: { ...opened, sender } });
  const pull = { ...opened.pull_request, state: "closed" };
  const payload = { ...opened, action: "closed", pull_request: pull, sender };
  const closing = { event: "pull_request", payload };
  const first = await runDoor(github, { ...closing, environment: { GITHUB_RUN_ID: "99" } });

  const again = { GITHUB_RUN_ID: "99", GITHUB_RUN_ATTEMPT: "2" };
  const second = await runDoor(github, { ...closing, environment: again });

  expect(first.outputs, first.log).toMatchObject({ mode: "cancel" });
  expect(second.outputs, second.log).toMatchObject({ status: "cancelled" });
  const [sticky] = [...github.state.comments.values()];
  expect(sticky?.body).toContain("cancelled");
  expect(sticky?.body).not.toContain("/iter approve");
});
