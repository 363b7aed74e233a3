import { expect, it, vi } from "vitest";
import { boundCommit } from "#src/action/github/gates/bound-commit.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { gate } from "#support/action-step.ts";
import { headSha, helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 120_000 });

const next = "7a1d0c3b5e9f2846a1b0c9d8e7f60514233241f0";

it("asks again about the head when an answer comes for a commit that is gone", async () => {
  await using github = await startGithub(setup("on: command"));
  await say(github, "/iter run review");
  push(github, next);

  const stale = await say(github, "/iter approve g1");
  const old = await say(github, "/iter approve g1");
  const done = await say(github, `/iter approve g2 ${next.slice(0, 12)}`);

  expect(stale.outputs, stale.log).toMatchObject({
    ...{ decision: "deny", "reason-code": "stale_sha", "gate-id": "g2" },
  });
  expect(old.outputs, old.log).toMatchObject({ decision: "deny", "reason-code": "superseded" });
  expect(done.outputs, done.log).toMatchObject({ decision: "answer", status: "finished" });
});

it("asks again in the sweep, and the comment names the new commit", async () => {
  await using github = await startGithub(setup("on: command"));
  await say(github, "/iter run review");
  const before = stickies(github)[0];
  push(github, next);

  const swept = await sweep(github);
  const again = await sweep(github);

  expect(before).toContain(`approval of \`${headSha.slice(0, 12)}\``);
  expect(swept.outputs, swept.log).toMatchObject({ "gate-id": "g2" });
  expect(again.outputs["run-id"]).toBeUndefined();
  const [comment = ""] = stickies(github);
  expect(comment).toContain(`approval of \`${next.slice(0, 12)}\``);
  expect(comment).not.toContain("/iter approve g1");
});

it("calls the gates of a run superseded that another one has replaced", async () => {
  await using github = await startGithub(setup("on: pull_request"));
  const payload = fixture("pull_request.opened.json");
  const first = await playJob(github, { event: "pull_request", payload });
  const second = fixture("pull_request.opened.json", { action: "ready_for_review" });
  await playJob(github, { event: "pull_request", payload: second });

  const late = await say(github, `/iter approve g1 --run ${first.outputs["run-id"] ?? ""}`);

  expect(late.outputs, late.log).toMatchObject({ decision: "deny", "reason-code": "superseded" });
});

it("takes what the run has pushed to the same branch for the commit that it asks about", () => {
  const commit = (branch: string, sha: string): Partial<RunEvent> => ({
    type: "effect_done",
    data: { kind: "commit", receipt: { branch, sha } },
  });
  const asked = (id: string): Partial<RunEvent> => ({
    type: "human_input_requested",
    data: { interaction_id: id, gate: id },
  });
  const events = [
    asked("first"),
    commit("fix", "c1"),
    commit("iter/other", "c2"),
    asked("second"),
    { type: "run_resumed", data: { workplace: { head_sha: "c3" } } },
    asked("third"),
  ] as readonly RunEvent[];
  const start = { ...fold([]).start, github: { pr: { head_ref: "fix" } } };
  const run = { headSha: "c0", state: { start } as Parameters<typeof boundCommit>[0]["state"] };
  const of = (id: string): string | null =>
    boundCommit({ ...run, events }, { id } as Parameters<typeof boundCommit>[1]);

  expect(["first", "second", "third"].map(of)).toEqual(["c0", "c1", "c3"]);
});

function setup(on: string): GithubSetup {
  const config = `version: 1\ntriggers:\n  review: { ${on}, workflow: pr }\n`;
  return { ...helloWorld, files: { ".github/iter.yml": config, ".github/iter/pr.iter": gate } };
}

function say(github: LoopbackGithub, body: string): Promise<JobDone> {
  return playComment(github, { login: "monalisa", body });
}

function push({ state }: LoopbackGithub, sha: string): void {
  const thread = state.threads.get(42);
  if (thread?.head !== undefined)
    state.threads.set(42, { ...thread, head: { ...thread.head, sha } });
}

function sweep(github: LoopbackGithub): Promise<JobDone> {
  const { repository } = fixture("pull_request.opened.json") as { repository?: object };
  const environment = { GITHUB_SHA: github.state.refs.get("refs/heads/main") ?? "" };
  const payload = { schedule: "*/10 * * * *", repository };
  return playJob(github, { event: "schedule", payload, environment });
}
