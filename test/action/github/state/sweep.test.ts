import { afterEach, expect, it, vi } from "vitest";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone, JobHere } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { runtimeToken } from "#testing/github/artifact-service.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 120_000 });

const day = 86_400_000;

afterEach(() => {
  vi.useRealTimers();
});

it("says no to a gate that nobody answered in time", async () => {
  await using github = await startGithub({ ...helloWorld, files: filesWith("timeout: 3d") });
  const opened = await open(github);
  await later(1);
  const early = await sweep(github);
  const waiting = stickies(github)[0];
  await later(3);

  const swept = await sweep(github);
  const late = await playComment(github, { login: "monalisa", body: "/iter approve g1" });

  expect(opened.outputs, opened.log).toMatchObject({ status: "paused_waiting_human" });
  expect(early.outputs, early.log).toMatchObject({ decision: "sweep", status: "none" });
  expect(waiting).toContain("waiting for an answer");
  expect(swept.outputs, swept.log).toMatchObject({ status: "failed", "node-id": "fail" });
  expect(stickies(github)[0]).toContain("no answer in time");
  expect(late.outputs).toMatchObject({ decision: "deny", "reason-code": "gate_closed" });
});

it("takes silence for a yes where that was asked for and nothing is pushed", async () => {
  const files = filesWith("timeout: 3d, on-timeout: approve");
  await using github = await startGithub({ ...helloWorld, files });
  await open(github);
  await later(4);

  const swept = await sweep(github);

  expect(swept.outputs, swept.log).toMatchObject({ status: "finished" });
});

it("takes silence for no yes of several people, and ends the wait in one step", async () => {
  const files = {
    ...filesWith("timeout: 3d, on-timeout: approve"),
    ".github/iter/pr.iter": gate.replace("  instructions:", "  min_answers: 2\n  instructions:"),
  };
  await using github = await startGithub({ ...helloWorld, files });
  await open(github);
  await later(4);

  const swept = await sweep(github);

  expect(swept.outputs, swept.log).toMatchObject({ status: "failed", "node-id": "fail" });
});

it("takes no silence for a yes where something is pushed", async () => {
  const shipping = gate.replace("-> done when", "-> ship when").replace(
    "workflow pr:",
    `agent ship:
  model: "anthropic/claude-sonnet-4-5"
  tools: ["github.dispatch"]
  user: ask

workflow pr:
  ship -> done`,
  );
  const files = {
    ...filesWith("timeout: 3d, on-timeout: approve"),
    ".github/iter/pr.iter": shipping,
  };
  await using github = await startGithub({ ...helloWorld, files });
  await open(github);
  await later(4);

  await sweep(github);

  expect(stickies(github)[0]).toContain("no answer in time");
  expect(stickies(github)[0]).toContain("· failed");
});

it("refuses an answer after the time even if no schedule came by", async () => {
  await using github = await startGithub({ ...helloWorld, files: filesWith("timeout: 3d") });
  await open(github);
  await later(4);

  const late = await playComment(github, { login: "monalisa", body: "/iter approve g1" });

  expect(late.outputs, late.log).toMatchObject({ decision: "deny", "reason-code": "expired" });
});

it("passes a gate on to others, who get the same time, and reminds once", async () => {
  const settings =
    "timeout: 3d, remind: 1d, on-timeout: escalate, approvers: [monalisa], escalate-to: [octo-lead]";
  await using github = await startGithub({ ...helloWorld, files: filesWith(settings) });
  await open(github);
  await later(2);
  await sweep(github);
  await sweep(github);
  const reminded = replies(github);
  const others = await playComment(github, { login: "octo-lead", body: "/iter approve g1" });
  await later(2);
  await sweep(github);
  const passedOn = replies(github).at(-1);

  const first = await playComment(github, { login: "monalisa", body: "/iter approve g1" });
  const done = await playComment(github, { login: "octo-lead", body: "/iter approve g1" });

  expect(reminded).toHaveLength(1);
  expect(reminded[0]).toMatch(/^@monalisa The run still waits at `review`/);
  expect(others.outputs).toMatchObject({ decision: "deny", "reason-code": "not_an_approver" });
  expect(passedOn).toMatch(/^@octo-lead The run still waits/);
  expect(first.outputs).toMatchObject({ decision: "deny", "reason-code": "not_an_approver" });
  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
});

it("goes on with a run whose runner was lost, and writes once what it had begun", async () => {
  const sayings = {
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
  const files = { ...filesWith("timeout: 3d"), ...sayings };
  const inputs = { simulate: "script.yaml" };
  await using github = await startGithub({ ...helloWorld, files });
  const writes = await writesUntilSaid({ ...helloWorld, files });
  await open(github, inputs);
  // The comment that the run writes is made, and its job never hears of it.
  github.cut(writes, "reply");
  await playComment(github, { login: "monalisa", body: "/iter approve g1" }, { inputs });
  const lost = github.mend();
  const made = said(github).length;

  const swept = await sweep(github, inputs);

  expect(lost).toBe(true);
  expect(made).toBe(1);
  expect(stickies(github)[0], swept.log).toContain("· finished");
  expect(said(github)).toHaveLength(1);
});

it("fails the node whose form nobody filled in", async () => {
  const files = {
    ...filesWith("timeout: 3d"),
    ".github/iter/pr.iter": `schema form:
  name: string
  size: int

prompt ask:
  Which one?

human fill:
  instructions: ask
  output: form

workflow pr:
  entry: fill
  fill -> done
`,
  };
  await using github = await startGithub({ ...helloWorld, files });
  await open(github);
  await later(4);

  const swept = await sweep(github);

  expect(swept.outputs, swept.log).toMatchObject({
    ...{ "reason-code": "gate_expired", "node-id": "fill", status: "failed_resumable" },
  });
  expect(stickies(github)[0]).toContain("nobody answered g1 in time");
});

it("removes the refs of a run a week after it ended, and those of no other", async () => {
  await using github = await startGithub({ ...helloWorld, files: filesWith("timeout: 30d") });
  await open(github);
  await playComment(github, { login: "monalisa", body: "/iter approve g1" });
  await later(6);
  await sweep(github);
  const kept = ours(github);
  const second = fixture("pull_request.opened.json", { action: "ready_for_review" });
  const waiting = await playJob(github, { event: "pull_request", payload: second });
  await later(2);

  await sweep(github);

  expect(kept.some((name) => name.includes("/claims/"))).toBe(true);
  const run = waiting.outputs["run-id"] ?? "";
  // The lane of the thread is that of the run that waits.
  const others = ours(github).filter((name) => !name.includes(run));
  expect(others.filter((name) => !name.includes("/lanes/"))).toEqual([]);
  expect(ours(github).some((name) => name.includes(`/open/${run}`))).toBe(true);
});

it("says once that what is kept of a run ends within two days", async () => {
  const failing = `tool first:
  command: "exit 1"

workflow pr:
  entry: first
  first -> done
`;
  const files = { ...filesWith("timeout: 3d"), ".github/iter/pr.iter": failing };
  await using github = await startGithub({ ...helloWorld, files });
  const service = {
    ACTIONS_RESULTS_URL: github.url,
    ACTIONS_RUNTIME_TOKEN: runtimeToken(860_001),
  };
  const failed = await open(
    github,
    { simulate: "false" },
    { workflowRun: 860_001, environment: service },
  );
  await sweep(github);
  const before = ending(github);
  await later(5.5);

  await sweep(github);
  await sweep(github);

  expect(failed.outputs, failed.log).toMatchObject({ status: "failed_resumable" });
  expect(before).toHaveLength(0);
  expect(ending(github)).toHaveLength(1);
});

function filesWith(settings: string): Readonly<Record<string, string>> {
  return {
    ".github/iter.yml": `version: 1
gates: { "*": { ${settings} } }
triggers:
  review: { on: pull_request, workflow: pr }
`,
    ".github/iter/pr.iter": gate,
  };
}

function open(github: LoopbackGithub, inputs = {}, job: Partial<JobHere> = {}): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json");
  return playJob(github, { ...job, event: "pull_request", payload, inputs });
}

/** The names of our refs. */
function ours({ state }: LoopbackGithub): readonly string[] {
  return [...state.refs.keys()].filter((name) => name.startsWith("refs/iter/"));
}

/** What was said of runs that can't be kept any longer. */
function ending({ state }: LoopbackGithub): readonly string[] {
  return [...state.comments.values()].map(({ body }) => body).filter((b) => b.includes("ends at"));
}

function sweep(github: LoopbackGithub, inputs = {}): Promise<JobDone> {
  const { repository } = fixture("pull_request.opened.json") as { repository?: object };
  const payload = { schedule: "*/10 * * * *", repository };
  const environment = { GITHUB_SHA: mainOf(github) };
  return playJob(github, { event: "schedule", payload, environment, inputs });
}

/** The commit of the default branch, which jobs of a schedule run on. */
function mainOf({ state }: LoopbackGithub): string {
  return state.refs.get("refs/heads/main") ?? "";
}

/** Days go by. */
async function later(days: number): Promise<void> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * day });
  await Promise.resolve();
}

/** How many writes the job of an answer makes, up to the comment of its run. */
async function writesUntilSaid(setup: GithubSetup): Promise<number> {
  const inputs = { simulate: "script.yaml" };
  await using github = await startGithub(setup);
  await open(github, inputs);
  const before = github.calls.length;
  await playComment(github, { login: "monalisa", body: "/iter approve g1" }, { inputs });
  const writes = github.calls.slice(before).filter((name) => !name.startsWith("GET "));
  return 1 + writes.indexOf("POST /repos/{owner}/{repo}/issues/{issue_number}/comments");
}

function said({ state }: LoopbackGithub): readonly string[] {
  const bodies = [...state.comments.values()].map(({ body }) => body);
  return bodies.filter((body) => body.includes("Approved, thank you."));
}

/** What was said to people, without its marker. */
function replies({ state }: LoopbackGithub): readonly string[] {
  return [...state.comments.values()]
    .filter(({ body }) => body.startsWith("<!-- iter:v1 reply ") && body.includes("still waits"))
    .map(({ body }) => body.split("\n").slice(1).join("\n"));
}
