import { expect, it } from "vitest";
import { gate } from "#support/action-step.ts";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

const writer = { id: 10_001, login: "octocat", type: "User" };
const elsewhere = 5002;

/** Its node needs the tier `sandbox`. */
const shell = `tool build:
  command: "true"

workflow pr:
  entry: build
  build -> done
`;

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
  const files = { ".github/iter.yml": `version: 1\n${config}`, ".github/iter/pr.iter": shell };
  await using github = await startGithub({ ...helloWorld, files });

  const step = await runDoor(github, { event: "workflow_run", payload: foreignCi() });

  expect(step.outputs, step.log).toMatchObject({ decision: "start", status: "failed_resumable" });
  expect(step.log).toContain("`build` needs the tier `sandbox`, and this run has `read`");
});

it("says once on the commit of a fork what starts a run of it, and never in place of another check", async () => {
  const config = "triggers:\n  check: { on: pull_request, workflow: pr }\n";
  await using github = await startGithub(setup(config));
  const fork = eventFixture("pull_request.opened.json") as { pull_request: object };
  const sha = "9b1d40c2e7f85a63b0d1c2e3f40516273849a5b6";
  const pull = { ...fork.pull_request, head: { sha, repo: { id: elsewhere } } };
  const job = { event: "pull_request_target", payload: { ...fork, pull_request: pull } };

  await runDoor(github, job);
  const step = await runDoor(github, job);

  const checks = [...github.state.checks.values()].map(({ fields }) => fields);
  expect(checks, step.log).toMatchObject([{ name: "iter / check", conclusion: "neutral" }]);
  expect(JSON.stringify(checks)).toContain("/iter run check --sha 9b1d40c2e7f8");

  const [known] = github.state.checks.values();
  if (known !== undefined) known.fields = { ...known.fields, conclusion: "failure" };
  await runDoor(github, job);
  expect(github.state.checks.size).toBe(1);
});

it("doesn't work on for a fork whose head has moved since it was granted", async () => {
  const config = `gates: { "*": { bind: none } }\ntriggers:\n  check: { on: command, workflow: pr }\n`;
  const head = { sha: "9b1d40c2e7f85a63b0d1c2e3f40516273849a5b6", ref: "typo" };
  const thread = { number: 43, title: "Fix a typo", author: "hubot" };
  const threads = [{ ...thread, head: { ...head, repositoryId: elsewhere } }];
  await using github = await startGithub({ ...setup(config), threads });
  const asked = saying(github, "octo-lead", `/iter run check --sha ${head.sha}`, 43);
  const first = await runDoor(github, asked);
  expect(first.outputs, first.log).toMatchObject({ status: "paused_waiting_human" });

  const pull = github.state.threads.get(43);
  if (pull?.head !== undefined) pull.head = { ...pull.head, sha: "0".repeat(40) };
  const answered = saying(github, "octo-lead", "/iter approve g1", 43);
  const second = await runDoor(github, answered);

  expect(second.outputs, second.log).toMatchObject({
    ...{ decision: "deny", "reason-code": "sha_mismatch", status: "none" },
  });
  const reply = commentsOfOurs(github).at(-1)?.body;
  expect(reply).toContain("was granted 9b1d40c2e7f8 of a fork");
});

it.each([
  ["none", { decision: "ignore", "reason-code": "fork_not_allowed" }],
  ["read-only", { decision: "start", status: "failed_resumable" }],
])("starts a named workflow by a comment on a fork's thread, forks: %s", async (forks, outcome) => {
  const [thread] = helloWorld.threads ?? [];
  const head = { ...thread?.head, repositoryId: elsewhere };
  const threads = [{ ...thread, head }] as NonNullable<GithubSetup["threads"]>;
  const files = { ".github/iter.yml": "version: 1\n", ".github/iter/pr.iter": shell };
  await using github = await startGithub({ ...helloWorld, threads, files });

  const step = await runDoor(github, {
    ...saying(github, "octo-lead", "Looks good to me."),
    inputs: { mode: "run", workflow: ".github/iter/pr.iter", "allow-forks": forks },
  });

  expect(step.outputs, step.log).toMatchObject(outcome);
});
