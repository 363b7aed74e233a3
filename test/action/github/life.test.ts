import { beforeAll, expect, it, vi } from "vitest";
import { textAt } from "#src/github/payload.ts";
import { gate } from "#support/action-step.ts";
import { headSha, helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

// Each of these plays a pull request's life, most of them again and again.
vi.setConfig({ testTimeout: 600_000 });

const files = {
  ".github/iter.yml": "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n",
  ".github/iter/pr.iter": gate.replace("-> done when", "-> say when").replace(
    "workflow pr:",
    `agent say:
  model: "anthropic/claude-sonnet-4-5"
  tools: ["github.comment"]
  user: ask

workflow pr:
  say -> done`,
  ),
  "script.yaml": `run_tools: true
nodes:
  say:
    - tool_calls: [{ tool: github.comment, input: { body: "Approved, thank you." } }]
    - output: said
`,
};
const inputs = { simulate: "script.yaml" };
const newHead = "7a1d0c3b5e9f2846a1b0c9d8e7f60514233241f0";

/** How many writes the job of a step makes. */
let opening = 0;

beforeAll(async () => {
  await using github = await startGithub({ ...helloWorld, files });
  await open(github);
  opening = writes(github);
});

it("plays a pull request's life with every delivery doubled", async () => {
  await using github = await startGithub({ ...helloWorld, files });

  await twice(() => open(github));
  const [refused] = await twice(() => say(github, "hubot", "/iter approve g1"));
  push(github);
  const stale = await say(github, "monalisa", "/iter approve g1");
  const [again] = await twice(() => synchronize(github));
  const approved = await say(github, "monalisa", "/iter approve g1 --run " + runOf(again));
  const late = await say(github, "octo-lead", "/iter approve g1 --run " + runOf(again));

  expect(refused.outputs).toMatchObject({ decision: "deny", "reason-code": "not_authorised" });
  expect(stale.outputs).toMatchObject({ decision: "deny", "reason-code": "stale_sha" });
  expect(again.outputs, again.log).toMatchObject({ status: "paused_waiting_human" });
  expect(approved.outputs, approved.log).toMatchObject({ status: "finished" });
  expect(late.outputs).toMatchObject({ decision: "deny", "reason-code": "gate_closed" });
  expect(stickies(github)).toHaveLength(1);
  expect(stickies(github)[0]).toContain("· finished");
  expect(written(github)).toHaveLength(1);
  expect(checks(github)).toEqual({ [headSha]: 1, [newHead]: 1 });
});

it("keeps its refs where the configuration wants them", async () => {
  const config = `${files[".github/iter.yml"]}state: { refs: refs/tags/iter }\n`;
  await using github = await startGithub({
    ...helloWorld,
    files: { ...files, ".github/iter.yml": config },
  });
  await open(github);
  const ours = [...github.state.refs.keys()].filter((name) => name.includes("/iter/"));

  const approved = await say(github, "monalisa", "/iter approve g1");

  expect(ours.length).toBeGreaterThan(1);
  expect(ours.filter((name) => !name.startsWith("refs/tags/iter/"))).toEqual([]);
  expect(approved.outputs, approved.log).toMatchObject({ status: "finished" });
});

it.each(["request", "reply"] as const)(
  "starts a run once though its job is lost at any write, the %s with it",
  async (lost) => {
    for (let step = lost === "request" ? 1 : 2; step <= opening; step += 3) {
      await using github = await startGithub({ ...helloWorld, files });
      github.cut(step, lost);
      const { workflowRun } = await open(github);
      expect(github.mend(), `write ${step}`).toBe(true);

      const again = await open(github, { workflowRun, attempt: 2 });

      const told = `write ${step}: ${again.log}`;
      expect(again.exitCode, told).toBe(0);
      expect(stickies(github), told).toHaveLength(1);
      expect(stickies(github)[0], told).toContain("waiting for an answer");
      expect(checks(github), told).toEqual({ [headSha]: 1 });
    }
  },
);

it.each(["request", "reply"] as const)(
  "goes on once though the job of an answer is lost at any write, the %s with it",
  async (lost) => {
    let broken = true;
    for (let step = lost === "request" ? 1 : 2; broken; step += 4) {
      await using github = await startGithub({ ...helloWorld, files });
      await open(github);
      github.cut(step, lost);
      const first = await say(github, "monalisa", "/iter approve g1");
      broken = github.mend();

      const { workflowRun, payload } = first;
      const job = { event: "issue_comment", payload, workflowRun, attempt: 2, inputs };
      const again = await playJob(github, job);

      const told = `write ${step}: ${again.log}`;
      expect(stickies(github), told).toHaveLength(1);
      expect(stickies(github)[0], told).toContain("· finished");
      expect(written(github), told).toHaveLength(1);
      expect(checks(github), told).toEqual({ [headSha]: 1 });
    }
  },
);

function open(
  github: LoopbackGithub,
  job: { readonly workflowRun?: number; readonly attempt?: number } = {},
): Promise<JobDone> {
  return playJob(github, {
    ...job,
    inputs,
    event: "pull_request",
    payload: fixture("pull_request.opened.json"),
  });
}

function synchronize(github: LoopbackGithub): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json", { action: "synchronize" });
  const text = JSON.stringify(payload).replaceAll(headSha, newHead);
  return playJob(github, { event: "pull_request", payload: JSON.parse(text) as object, inputs });
}

function say(github: LoopbackGithub, login: string, body: string): Promise<JobDone> {
  return playComment(github, { login, body }, { inputs });
}

async function twice(play: () => Promise<JobDone>): Promise<readonly [JobDone, JobDone]> {
  return [await play(), await play()];
}

/** Somebody pushes a commit. */
function push({ state }: LoopbackGithub): void {
  const thread = state.threads.get(42);
  if (thread?.head === undefined) return;
  state.threads.set(42, { ...thread, head: { ...thread.head, sha: newHead } });
}

function runOf({ outputs }: JobDone): string {
  return outputs["run-id"] ?? "";
}

function writes({ calls }: LoopbackGithub): number {
  return calls.filter((name) => !name.startsWith("GET ")).length;
}

/** What the run wrote once it was approved. */
function written({ state }: LoopbackGithub): readonly string[] {
  const bodies = [...state.comments.values()].map(({ body }) => body);
  return bodies.filter((body) => body.includes("Approved, thank you."));
}

/** How many check runs each commit has. */
function checks({ state }: LoopbackGithub): Readonly<Record<string, number>> {
  const commits = [...state.checks.values()].map(({ fields }) => textAt(fields, "head_sha"));
  return Object.fromEntries(
    [...new Set(commits)].map((sha) => [sha, commits.filter((one) => one === sha).length]),
  );
}
