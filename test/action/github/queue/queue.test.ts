import { expect, it, vi } from "vitest";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone, JobHere } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 120_000 });

it("starts the second run when the first is over, in its turn and once", async () => {
  await using github = await startGithub(setup("on: pull_request", "policy: queue"));
  const first = await raise(github, "opened");
  const second = await raise(github, "ready_for_review");
  const again = await playJob(github, { event: "pull_request", payload: second.payload });
  const early = await named(github, second);
  const meanwhile = stickies(github);
  const [told] = queueComments(github);

  const done = await playComment(github, { login: "monalisa", body: "/iter approve g1" });
  const turn = await named(github, second, botJob);

  const waits = { decision: "record", "reason-code": "run_in_progress" };
  expect(second.outputs, second.log).toMatchObject({ ...waits, status: "paused_waiting_human" });
  expect(again.outputs, again.log).toMatchObject(waits);
  expect(early.outputs, early.log).toMatchObject(waits);
  expect(meanwhile).toHaveLength(1);
  expect(meanwhile[0]).toContain(idOf(first));
  expect(meanwhile[0]).toContain("waiting for an answer");
  expect(told).toContain(`\`${idOf(second)}\` of \`review\` is queued`);
  expect(done.outputs, done.log).toMatchObject({ status: "finished", "run-id": idOf(first) });
  expect(github.state.dispatches).toMatchObject([{ inputs: { "run-id": idOf(second) } }]);
  expect(turn.outputs, turn.log).toMatchObject({
    ...{ "run-id": idOf(second), status: "paused_waiting_human", "gate-id": "g1" },
  });
  expect(stickies(github)).toHaveLength(1);
  expect(stickies(github)[0]).toContain("Earlier runs: 1");
  expect(queueComments(github)).toEqual([expect.stringContaining("was queued and has started")]);
});

it("is started by the sweeper where its start was lost", async () => {
  const lacks = ["actions"] as const;
  await using github = await startGithub({ ...setup("on: pull_request", "policy: queue"), lacks });
  await raise(github, "opened");
  const second = await raise(github, "ready_for_review");
  const waiting = await sweep(github);
  const done = await playComment(github, { login: "monalisa", body: "/iter approve g1" });

  const swept = await sweep(github);

  expect(waiting.outputs["run-id"]).toBeUndefined();
  expect(done.exitCode, done.log).toBe(0);
  expect(github.state.dispatches).toEqual([]);
  expect(swept.outputs, swept.log).toMatchObject({ "run-id": idOf(second), "gate-id": "g1" });
});

it("can be dropped before it begins, and nobody waits for it", async () => {
  await using github = await startGithub(setup("on: pull_request", "policy: queue"));
  const first = await raise(github, "opened");
  const second = await raise(github, "ready_for_review");
  const third = await raise(github, "reopened");

  const cancel = { login: "monalisa", body: `/iter cancel ${idOf(second)}` };
  const dropped = await playComment(github, cancel);
  const shown = stickies(github)[0];
  await playComment(github, { login: "monalisa", body: `/iter approve g1 --run ${idOf(first)}` });

  expect(dropped.outputs, dropped.log).toMatchObject({ decision: "cancel" });
  expect(shown).toContain(idOf(first));
  expect(shown).toContain("waiting for an answer");
  expect(github.state.dispatches).toMatchObject([{ inputs: { "run-id": idOf(third) } }]);
});

it("takes a run by command into the queue as well", async () => {
  await using github = await startGithub(setup("on: pull_request", "policy: queue"));
  await raise(github, "opened");

  const asked = await playComment(github, { login: "monalisa", body: "/iter run review" });

  expect(asked.outputs, asked.log).toMatchObject({ decision: "record", "gate-id": "" });
  expect(queueComments(github)).toHaveLength(1);
});

it("lets runs of another key go on side by side", async () => {
  const concurrency = 'key: "{{github.ref}}", policy: skip';
  await using github = await startGithub(setup("on: push", concurrency));
  const first = await push(github, "refs/heads/main");
  const other = await push(github, "refs/heads/next");

  const same = await push(github, "refs/heads/main");

  expect([first, other].map(({ outputs }) => outputs["gate-id"])).toEqual(["g1", "g1"]);
  expect(same.outputs, same.log).toMatchObject({ "reason-code": "run_in_progress" });
});

it("replaces a run that has no thread", async () => {
  await using github = await startGithub(setup("on: push", "policy: replace"));
  const first = await push(github, "refs/heads/main");

  const second = await push(github, "refs/heads/main");

  expect(second.outputs, second.log).toMatchObject({ "gate-id": "g1" });
  expect(second.log).toContain(`The run ${idOf(first)} is replaced`);
  expect([...github.state.checks.values()].map(({ fields }) => fields["conclusion"])).toEqual([
    "cancelled",
    "action_required",
  ]);
});

it("doesn't wait for a run whose job was lost before anything was kept", async () => {
  const pushes = setup("on: push", "policy: queue");
  const writes = await writesUntilClaimed(pushes);
  await using github = await startGithub(pushes);
  github.cut(writes, "reply");
  const lost = await push(github, "refs/heads/main");
  github.mend();

  const next = await push(github, "refs/heads/main");

  expect(lost.exitCode).not.toBe(0);
  expect(next.outputs, next.log).toMatchObject({ "gate-id": "g1" });
});

/** How many writes a job makes until it is in its lane and has its claim. */
async function writesUntilClaimed(pushes: GithubSetup): Promise<number> {
  await using github = await startGithub(pushes);
  await push(github, "refs/heads/main");
  const writes = github.calls.filter((name) => !name.startsWith("GET "));
  const refs = writes.flatMap((name, at) =>
    name.endsWith("POST /repos/{owner}/{repo}/git/refs") ? [at] : [],
  );
  return (refs[1] ?? 0) + 1;
}

/** A job that the token of another one has set off. */
const botJob = { sender: { id: 41_898_282, login: "github-actions[bot]", type: "Bot" } };

function setup(on: string, concurrency: string): GithubSetup {
  const config = `version: 1
triggers:
  review: { ${on}, workflow: pr, concurrency: { ${concurrency} } }
`;
  return { ...helloWorld, files: { ".github/iter.yml": config, ".github/iter/pr.iter": gate } };
}

function raise(github: LoopbackGithub, action: string): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json", { action });
  return playJob(github, { event: "pull_request", payload });
}

function push(github: LoopbackGithub, ref: string): Promise<JobDone> {
  const after = `${github.state.jobs.size}`.padStart(40, "0");
  const payload = fixture("push.json", { ref, after });
  const environment = { GITHUB_REF: ref, GITHUB_SHA: mainOf(github) };
  return playJob(github, { event: "push", payload, environment });
}

function named(github: LoopbackGithub, run: JobDone, changes = {}): Promise<JobDone> {
  const inputs = { "run-id": idOf(run) };
  const payload = fixture("workflow_dispatch.json", { inputs, ...changes });
  return playJob(github, { ...onMain(github), event: "workflow_dispatch", payload });
}

function sweep(github: LoopbackGithub): Promise<JobDone> {
  const { repository } = fixture("pull_request.opened.json") as { repository?: object };
  const payload = { schedule: "*/10 * * * *", repository };
  return playJob(github, { ...onMain(github), event: "schedule", payload });
}

function onMain(github: LoopbackGithub): Pick<JobHere, "environment"> {
  return { environment: { GITHUB_SHA: mainOf(github) } };
}

function mainOf({ state }: LoopbackGithub): string {
  return state.refs.get("refs/heads/main") ?? "";
}

function idOf({ outputs }: JobDone): string {
  return outputs["run-id"] ?? "";
}

function queueComments({ state }: LoopbackGithub): readonly string[] {
  return [...state.comments.values()].map(({ body }) => body).filter((b) => b.includes("queued"));
}
