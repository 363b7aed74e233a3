import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import { buildAction, gate, runStep } from "#support/action-step.ts";
import type { Step } from "#support/action-step.ts";
import { headSha, helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { Comment, GithubSetup } from "#testing/github/state.ts";

const config = `version: 1
triggers:
  review: { on: pull_request, workflow: pr, vars: { rules: be kind }, budget: { max_tokens: 5000 } }
`;
const setup: GithubSetup = {
  ...helloWorld,
  threads: [
    ...(helloWorld.threads ?? []),
    {
      number: 43,
      title: "Fix a typo in the guide",
      author: "hubot",
      head: {
        sha: "9b1d40c2e7f85a63b0d1c2e3f40516273849a5b6",
        ref: "typo",
        repositoryId: 5002,
      },
      files: ["docs/guide.md"],
    },
  ],
  files: { ".github/iter.yml": config, ".github/iter/pr.iter": gate },
};

// Each of these plays several jobs, each a process of its own.
vi.setConfig({ testTimeout: 120_000 });

let program: string;
let workflowRun = 990_100;

beforeAll(async () => {
  program = (await buildAction()).main;
});

it("pauses at a gate, refuses a stranger, and goes on in a new job for somebody who may", async () => {
  await using github = await startGithub(setup);

  const opened = await openPullRequest(github);

  expect(opened.log).not.toContain("bug of Iter");
  expect(opened.exitCode, opened.log).toBe(0);
  expect(opened.outputs).toMatchObject({
    decision: "start",
    "reason-code": "trigger",
    status: "paused_waiting_human",
    "run-id": "iter_qzb2dtq5w5pxbkta94fz",
    "gate-id": "g1",
  });
  const [sticky] = ours(github);
  expect(sticky?.body).toContain("### Iter · `review` · waiting for an answer · simulated");
  expect(sticky?.body).toContain("> /iter approve g1");
  expect(sticky?.body).toContain("be kind");
  expect(sticky?.body).toContain("of 5,000");
  expect(checks(github)).toEqual([["iter / review", "action_required"]]);

  const refused = await say(github, "hubot", "/iter approve g1");

  expect(refused.outputs).toMatchObject({ decision: "deny", "reason-code": "not_authorised" });
  expect(ours(github)).toHaveLength(2);
  expect(ours(github)[1]?.body).toContain("Your level in this repository is too low");

  const approved = await say(github, "monalisa", "/iter approve g1 ship it");

  expect(approved.exitCode, approved.log).toBe(0);
  expect(approved.outputs).toMatchObject({
    decision: "answer",
    "reason-code": "approved",
    status: "finished",
    "run-id": "iter_qzb2dtq5w5pxbkta94fz",
  });
  expect(ours(github)[0]).toMatchObject({ id: sticky?.id });
  expect(ours(github)[0]?.body).toContain("### Iter · `review` · finished");

  const again = await say(github, "octo-lead", "/iter approve g1");

  expect(again.outputs).toMatchObject({ decision: "deny", "reason-code": "gate_closed" });
});

it("does an event once, however often it is told", async () => {
  await using github = await startGithub(setup);
  await openPullRequest(github);

  const twice = await openPullRequest(github);

  expect(twice.outputs).toMatchObject({
    "reason-code": "already_resumed",
    status: "paused_waiting_human",
  });
  expect(ours(github)).toHaveLength(1);
});

it("binds an approval to the commit that was shown", async () => {
  await using github = await startGithub(setup);
  await openPullRequest(github);
  const thread = github.state.threads.get(42);
  if (thread?.head !== undefined) thread.head.sha = "7a1d0c3b5e9f2846a1b0c9d8e7f60514233241f0";

  const stale = await say(github, "monalisa", "/iter approve g1");

  expect(stale.outputs).toMatchObject({ decision: "deny", "reason-code": "stale_sha" });
});

it("doesn't believe a comment that looks like its own", async () => {
  await using github = await startGithub(setup);
  await openPullRequest(github);
  const [sticky] = ours(github);
  if (sticky !== undefined) github.state.comments.delete(sticky.id);
  // Without its own note the run could be known by the comment alone.
  for (const ref of github.state.refs.keys())
    if (ref.startsWith("refs/iter/open/")) github.state.refs.delete(ref);
  github.comment(42, "hubot", sticky?.body ?? "");

  const approved = await say(github, "monalisa", "/iter approve g1");

  expect(approved.outputs).toMatchObject({ decision: "deny", "reason-code": "no_such_gate" });
});

it("starts nothing for people below the level and for forks", async () => {
  await using github = await startGithub(setup);
  const reader = { sender: { id: 10_003, login: "hubot", type: "User" } };

  const byReader = await openPullRequest(github, reader);
  const byFork = await openPullRequest(github, fixture("pull_request.opened.fork.json"));

  expect(byReader.outputs).toMatchObject({ decision: "ignore", "reason-code": "not_authorised" });
  expect(byFork.outputs).toMatchObject({ decision: "ignore", "reason-code": "fork_not_allowed" });
  expect([...github.state.refs.keys()]).toEqual(["refs/heads/main"]);
});

it("says where the configuration is wrong, and starts nothing", async () => {
  const files = { ...setup.files, ".github/iter.yml": "version: 1\ntrigers: {}\n" };
  await using github = await startGithub({ ...setup, files });

  const { exitCode, log } = await openPullRequest(github);

  expect(exitCode).toBe(1);
  expect(log).toContain(".github/iter.yml:2: There is no key `trigers`; did you mean `triggers`?");
  expect([...github.state.refs.keys()]).toEqual(["refs/heads/main"]);
});

it("answers mistakes with a line that works", async () => {
  await using github = await startGithub(setup);

  const mistaken = await say(github, "monalisa", "/iter aprove g1");

  expect(mistaken.outputs).toMatchObject({ decision: "deny", "reason-code": "unknown_command" });
  expect(ours(github)[0]?.body).toContain("did you mean `approve`?");
});

function openPullRequest(github: LoopbackGithub, changes: object = {}): Promise<Step> {
  return step(github, "pull_request", { ...fixture("pull_request.opened.json"), ...changes });
}

function say(github: LoopbackGithub, login: string, body: string): Promise<Step> {
  const { id, author } = github.comment(42, login, body);
  const sender = { id: author.id, login, type: "User" };
  const event = fixture("issue_comment.created.json");
  return step(github, "issue_comment", { ...event, comment: { id, body, user: sender }, sender });
}

function step(github: LoopbackGithub, name: string, event: object): Promise<Step> {
  workflowRun += 1;
  return runStep({
    program,
    event,
    inputs: { token: jobToken, simulate: "true" },
    environment: {
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_NAME: name,
      GITHUB_REPOSITORY: "octo-org/hello-world",
      GITHUB_RUN_ID: String(workflowRun),
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_SHA: headSha,
    },
  });
}

function fixture(name: string): object {
  const folder = resolve(import.meta.dirname, "../../cases/github/events");
  return JSON.parse(readFileSync(join(folder, name), "utf8")) as object;
}

/** The comments that we wrote. */
function ours({ state }: LoopbackGithub): readonly Comment[] {
  return [...state.comments.values()].filter(({ author }) => author.type === "Bot");
}

function checks({ state }: LoopbackGithub): readonly unknown[] {
  return [...state.checks.values()].map(({ fields }) => [fields["name"], fields["conclusion"]]);
}
