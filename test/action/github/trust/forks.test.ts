import { expect, it } from "vitest";
import { gate } from "#support/action-step.ts";
import { eventFixture, runDoor } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

const writer = { id: 10_001, login: "octocat", type: "User" };
const elsewhere = 5002;

function setup(config: string): GithubSetup {
  const files = { ".github/iter.yml": `version: 1\n${config}`, ".github/iter/pr.iter": gate };
  return { ...helloWorld, files };
}

/** CI ended on a commit of somebody's fork. */
function foreignCi(): object {
  const event = eventFixture("workflow_run.completed.json") as { workflow_run: object };
  const run = { ...event.workflow_run, conclusion: "success", head_repository: { id: elsewhere } };
  return { ...event, workflow_run: run, sender: writer };
}

it("starts no named workflow for a fork's pull request that a writer labels", async () => {
  await using github = await startGithub(setup("triggers: {}\n"));
  const fork = eventFixture("pull_request.opened.json") as { pull_request: object };
  const head = { sha: "9b1d40c2e7f85a63b0d1c2e3f40516273849a5b6", repo: { id: elsewhere } };
  const pull = { ...fork.pull_request, head };
  const payload = { ...fork, action: "labeled", pull_request: pull, sender: writer };

  const step = await runDoor(github, {
    event: "pull_request_target",
    payload,
    inputs: { mode: "run", workflow: ".github/iter/pr.iter" },
  });

  expect(step.outputs, step.log).toMatchObject({
    decision: "ignore",
    "reason-code": "fork_not_allowed",
  });
});

it("starts nothing after the workflow run of a fork", async () => {
  const config = "triggers:\n  after: { on: workflow_run, workflow: pr }\n";
  await using github = await startGithub(setup(config));

  const step = await runDoor(github, { event: "workflow_run", payload: foreignCi() });

  expect(step.outputs, step.log).toMatchObject({
    decision: "ignore",
    "reason-code": "fork_not_allowed",
  });
});

it("lets a run read, where forks may start one after their workflow runs", async () => {
  const config = "triggers:\n  after: { on: workflow_run, workflow: pr, forks: read-only }\n";
  const shell = `tool build:
  command: "true"

workflow pr:
  entry: build
  build -> done
`;
  const files = { ".github/iter.yml": `version: 1\n${config}`, ".github/iter/pr.iter": shell };
  await using github = await startGithub({ ...helloWorld, files });

  const step = await runDoor(github, { event: "workflow_run", payload: foreignCi() });

  expect(step.outputs, step.log).toMatchObject({ decision: "start", status: "failed_resumable" });
  expect(step.log).toContain("`build` needs the tier `sandbox`, and this run has `read`");
});
