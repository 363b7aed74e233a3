import { expect, it, vi } from "vitest";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 60_000 });

it("asks those for a review who may approve, once and never the author", async () => {
  const approvers = "[monalisa, octocat, '@octo-org/reviewers', 'role:maintain', nobody-here]";
  await using github = await startGithub({ ...helloWorld, files: filesWith(approvers) });

  await open(github);
  await playComment(github, { login: "hubot", body: "/iter approve g1" });

  expect(github.state.requestedReviewers.get(42)).toEqual(["monalisa"]);
  expect(github.calls.filter((name) => name.includes("requested_reviewers"))).toHaveLength(1);
});

it("asks a team with a token that may see teams", async () => {
  const files = filesWith("[monalisa, '@octo-org/reviewers', '@else-org/reviewers']");
  const tokens = { ...helloWorld.tokens, "a-personal-token": "octo-lead" };
  await using github = await startGithub({ ...helloWorld, files, tokens });

  await open(github, { "push-token": "a-personal-token" });

  expect(github.state.requestedReviewers.get(42)).toEqual(["monalisa", "reviewers"]);
});

it("leaves a gate to its comment where that is asked for", async () => {
  const files = filesWith("[monalisa]", "surface: comment, ");
  await using github = await startGithub({ ...helloWorld, files });

  await open(github);

  expect(github.state.requestedReviewers.size).toBe(0);
});

it("opens an issue for a run that has no thread, and closes it when the run is over", async () => {
  const files = filesWith("[monalisa, '@octo-org/reviewers']");
  await using github = await startGithub({ ...helloWorld, files });

  const opened = await nightly(github);
  const issue = [...github.state.threads.values()].find(({ number }) => number !== 42);
  const again = await nightly(github, opened.workflowRun);
  const thread = issue?.number ?? 0;
  const refused = await playComment(github, {
    login: "octo-lead",
    body: "/iter approve g1",
    thread,
  });
  const done = await playComment(github, { login: "monalisa", body: "/iter approve g1", thread });

  expect(opened.outputs, opened.log).toMatchObject({ status: "paused_waiting_human" });
  expect(issue).toMatchObject({
    title: "Iter needs an answer: review",
    author: "github-actions[bot]",
    assignees: ["monalisa"],
  });
  expect(issue?.body).toContain("@octo-org/reviewers");
  expect(again.exitCode, again.log).toBe(0);
  expect(github.state.threads.size).toBe(2);
  expect(refused.outputs).toMatchObject({ decision: "deny", "reason-code": "cannot_check_team" });
  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
  expect(stickies(github)).toHaveLength(1);
  expect(stickies(github)[0]).toContain("· finished");
  expect(github.state.threads.get(thread)?.state).toBe("closed");
});

function filesWith(approvers: string, settings = ""): Readonly<Record<string, string>> {
  return {
    ".github/iter.yml": `version: 1
gates: { "*": { ${settings}approvers: ${approvers} } }
triggers:
  review: { on: pull_request, workflow: pr }
  nightly: { on: schedule, workflow: pr }
`,
    ".github/iter/pr.iter": gate,
  };
}

function open(
  github: LoopbackGithub,
  inputs: Readonly<Record<string, string>> = {},
): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json");
  return playJob(github, { event: "pull_request", payload, inputs });
}

function nightly(github: LoopbackGithub, workflowRun?: number): Promise<JobDone> {
  const { repository } = fixture("pull_request.opened.json") as { repository?: object };
  const environment = { GITHUB_SHA: github.state.refs.get("refs/heads/main") ?? "" };
  const job = { event: "schedule", payload: { schedule: "0 3 * * *", repository }, environment };
  return playJob(github, workflowRun === undefined ? job : { ...job, workflowRun, attempt: 2 });
}
