import { afterEach, expect, it, vi } from "vitest";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone } from "#support/github-job.ts";
import { addCommit } from "#testing/github/objects.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 120_000 });

afterEach(() => {
  vi.useRealTimers();
});

/** Thinks, which costs 110 tokens, before and after it asks. */
const thinking = gate.replace("-> done when", "-> more when").replace(
  "workflow pr:\n  entry: review",
  `agent first:
  model: "anthropic/claude-sonnet-4-5"
  user: ask

agent more:
  model: "anthropic/claude-sonnet-4-5"
  user: ask

workflow pr:
  entry: first
  first -> review
  more -> done`,
);
const usage = "usage: { input_tokens: 90, output_tokens: 20 }";
const script = `nodes:
  first: [{ output: a, ${usage} }]
  more: [{ output: b, ${usage} }]
`;
const inputs = { simulate: "script.yaml" };

it("starts nothing on a thread that has spent what it may, until somebody raises it", async () => {
  await using github = await startGithub(setup("thread: { max_tokens: 200 }"));
  const first = await raise(github, "opened");
  const second = await raise(github, "ready_for_review");

  const third = await raise(github, "reopened");
  const asked = await say(github, "octo-lead", "/iter run review");
  const shown = await say(github, "octo-lead", "/iter budget");
  const raised = await say(github, "octo-lead", "/iter budget +500tokens");
  const fourth = await raise(github, "synchronize");

  expect(first.outputs, first.log).toMatchObject({ "gate-id": "g1" });
  expect(second.outputs, second.log).toMatchObject({
    ...{ status: "failed_resumable", "reason-code": "over_budget" },
  });
  expect(third.outputs, third.log).toMatchObject({
    ...{ decision: "ignore", "reason-code": "over_budget", status: "none" },
  });
  expect(asked.outputs, asked.log).toMatchObject({
    ...{ decision: "deny", "reason-code": "over_budget" },
  });
  expect(shown.outputs, shown.log).toMatchObject({ decision: "reply" });
  const table = bodies(github).find((body) => body.includes("| Thread |")) ?? "";
  expect(table).toMatch(/\|\s+\| Run \| Thread \| Day \|/);
  expect(table).toMatch(/\| Used \| [^|]*110 tokens[^|]*\| [^|]*220 tokens[^|]*\| [^|]*220 tokens/);
  expect(table).toMatch(/\| Left \| [^|]*\| 0 tokens \| none \|/);
  expect(raised.outputs, raised.log).toMatchObject({ decision: "resume", "gate-id": "g1" });
  expect(fourth.outputs, fourth.log).toMatchObject({ decision: "start", "gate-id": "g1" });
});

it("counts all threads of a day, and nothing of the day before", async () => {
  await using github = await startGithub(setup("day: { max_tokens: 100 }"));
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-03-01T23:00:00Z") });
  await raise(github, "opened");
  const same = await push(github);
  vi.setSystemTime(Date.parse("2026-03-02T01:00:00Z"));

  const next = await push(github);

  expect(same.outputs, same.log).toMatchObject({ "reason-code": "over_budget" });
  expect(next.outputs, next.log).toMatchObject({ decision: "start" });
});

it("goes on with no run beyond what its thread may spend", async () => {
  await using github = await startGithub(setup("thread: { max_tokens: 200 }"));
  const opened = await raise(github, "opened");
  const other = await say(github, "octo-lead", "/iter run aside");
  const approve = `/iter approve g1 --run ${opened.outputs["run-id"] ?? ""}`;

  const done = await say(github, "monalisa", approve);

  expect(other.outputs, other.log).toMatchObject({ "reason-code": "over_budget" });
  expect(done.outputs, done.log).toMatchObject({
    ...{ status: "failed_resumable", "reason-code": "over_budget", "input-tokens": "90" },
  });
});

function breakLedger({ state: { objects, refs } }: LoopbackGithub): string {
  const main = refs.get("refs/heads/main") ?? "";
  const { tree } = objects.get(main) as { tree: { sha: string } };
  const broken = addCommit(objects, { message: "{ half a line", tree: tree.sha });
  refs.set("refs/iter/ledger/thread-42", broken);
  return broken;
}

it("writes nothing over a ledger that can't be read", async () => {
  await using github = await startGithub(setup("day: { max_tokens: 1000 }"));
  const broken = breakLedger(github);

  const opened = await raise(github, "opened");

  expect(opened.exitCode, opened.log).toBe(0);
  expect(github.state.refs.get("refs/iter/ledger/thread-42")).toBe(broken);
});

it("takes a ledger that can't be read for one that is used up", async () => {
  await using github = await startGithub(setup("thread: { max_tokens: 1000 }"));
  breakLedger(github);

  const refused = await raise(github, "opened");

  expect(refused.outputs, refused.log).toMatchObject({
    ...{ decision: "ignore", "reason-code": "budget_unknown" },
  });
});

it("counts once what the job that spent it couldn't", async () => {
  const limited = setup("thread: { max_tokens: 1000 }");
  const writes = await writesUntilCounted(limited);
  await using github = await startGithub(limited);
  github.cut(writes, "request");
  const opened = await raise(github, "opened");
  github.mend();
  await playJob(github, { ...opened, event: "pull_request", attempt: 2, inputs });

  const done = await say(github, "monalisa", "/iter approve g1");

  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
  expect(ledger(github).map(({ input }) => input)).toEqual([90, 90]);
});

/** How many writes the first job makes up to the ledger of its thread. */
async function writesUntilCounted(limited: GithubSetup): Promise<number> {
  await using github = await startGithub(limited);
  await raise(github, "opened");
  const refs = github.writes.map(({ body }) => JSON.stringify(body).includes("/ledger/thread-"));
  return refs.indexOf(true) + 1;
}

/** The entries of the thread. */
function ledger({ state }: LoopbackGithub): readonly { readonly input: number }[] {
  const commit = state.objects.get(state.refs.get("refs/iter/ledger/thread-42") ?? "");
  const { message } = commit as { message: string };
  return message.split("\n").map((line) => JSON.parse(line) as { input: number });
}

function setup(budgets: string): GithubSetup {
  const config = `version: 1
triggers:
  review: { on: [pull_request, push], workflow: pr }
  aside: { on: command, workflow: pr }
budgets: { ${budgets} }
`;
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": thinking };
  return { ...helloWorld, files: { ...files, "script.yaml": script } };
}

function raise(github: LoopbackGithub, action: string): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json", { action });
  return playJob(github, { event: "pull_request", payload, inputs });
}

function push(github: LoopbackGithub): Promise<JobDone> {
  const sha = github.state.refs.get("refs/heads/main") ?? "";
  const environment = { GITHUB_REF: "refs/heads/main", GITHUB_SHA: sha };
  return playJob(github, { event: "push", payload: fixture("push.json"), environment, inputs });
}

function say(github: LoopbackGithub, login: string, body: string): Promise<JobDone> {
  return playComment(github, { login, body }, { inputs });
}

function bodies({ state }: LoopbackGithub): readonly string[] {
  return [...state.comments.values()].map(({ body }) => body);
}
