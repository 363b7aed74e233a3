import { expect, it, vi } from "vitest";
import type { Step } from "#support/action-step.ts";
import type { BareRepo } from "#support/bare-repo.ts";
import { ended, failedRun, fixed } from "#support/failing-checks.ts";
import { branch, command, createRepo, play, setupOf } from "#support/ready-repository.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

vi.setConfig({ testTimeout: 120_000 });

const script = `run_tools: true
nodes:
  diagnose: [{ output: { can_be_fixed: true, cause: "b is 2" }, repeat: true }]
  fix: [{ output: { summary: "b is 3" }, repeat: true }]
  sound: [{ output: { sound: true, reason: "" }, repeat: true }]
  push:
    - tool_calls: [{ tool: github.commit, input: { message: "Set b" } }]
    - output: { summary: pushed }
  watch: [{ output: { passed: true }, repeat: true }]
`;

interface Stopped extends AsyncDisposable {
  readonly repo: BareRepo;
  readonly github: LoopbackGithub;
  readonly stop: Step;
  /** The same failure, told of by another attempt of CI. */
  readonly again: () => Promise<Step>;
  readonly say: (body: string, by?: string) => Promise<Step>;
}

/** A loop whose first fix changed nothing about the failure. */
async function stopped(more: Partial<GithubSetup> = {}): Promise<Stopped> {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  const github = await startGithub(setupOf(repo, script, { workflowRuns: [run], ...more }));
  await play(github, fixed(ended(repo, run), 3));
  const same = failedRun({ id: 7, sha: repo.git("rev-parse", branch) });
  github.state.workflowRuns.push(same);
  const stop = await play(github, ended(repo, same));
  return {
    ...{ repo, github, stop },
    again: () => play(github, ended(repo, { ...same, run_attempt: 3 })),
    [Symbol.asyncDispose]: () => github[Symbol.asyncDispose](),
    say: (body, by = "monalisa") => play(github, fixed(command(github, repo, body, { by }), 4)),
  };
}

it("asks people by a gate, a label and the one comment", async () => {
  await using life = await stopped();
  const { github, stop } = life;

  expect(stop.outputs, stop.log).toMatchObject({
    ...{ status: "paused_waiting_human", "reason-code": "no_progress", "gate-id": "g1" },
  });
  expect(github.state.threads.get(42)?.labels).toEqual(["iter:needs-human"]);
  expect(github.state.comments.size).toBe(1);
  const box = stickyOf(github);
  expect(box).toContain("· waiting for an answer");
  expect(box).toContain("The last fix changed nothing about the failure.");
  for (const choice of ["retry", '"give up"', '"take over"'])
    expect(box).toContain(`> /iter answer g1 ${choice}\n`);
});

it("takes the answer of nobody who may not write", async () => {
  await using life = await stopped();
  const { github, repo, say } = life;
  const before = repo.git("rev-parse", branch);

  const { outputs, log } = await say("/iter answer g1 retry", "hubot");

  expect(outputs, log).toMatchObject({ decision: "deny", "reason-code": "not_authorised" });
  expect(repo.git("rev-parse", branch)).toBe(before);
  expect(github.state.threads.get(42)?.labels).toEqual(["iter:needs-human"]);
});

it("tries once more when a person says so", async () => {
  await using life = await stopped();
  const { github, repo, stop, say } = life;

  const { outputs, log } = await say("/iter answer g1 retry");

  expect(outputs, log).toMatchObject({ decision: "answer", status: "finished" });
  expect(outputs["run-id"]).toBe(stop.outputs["run-id"]);
  expect(repo.git("log", "-1", "--format=%B", branch)).toContain("\nIter-Attempt: 2\n");
  expect(github.state.threads.get(42)?.labels).toEqual([]);
});

it("tries once more where its attempts are used up", async () => {
  const files = {
    ...setupOf(createRepo(), script).files,
    ".github/iter.yml": `version: 1
triggers:
  ci-fix: { on: ci_failure, workflows: [CI], workflow: ci-fix, loop: { attempts-per-thread: 1 } }
`,
  };
  await using life = await stopped({ files });
  const { repo, say } = life;

  const { outputs, log } = await say("/iter answer g1 retry");

  expect(outputs, log).toMatchObject({ status: "finished" });
  expect(repo.git("log", "-1", "--format=%B", branch)).toContain("\nIter-Attempt: 2\n");
});

it("asks about a failure no more that a person gave up", async () => {
  await using life = await stopped();
  const { github, repo, again, say } = life;
  const before = repo.git("rev-parse", branch);

  const { outputs, log } = await say('/iter answer g1 "give up"');
  const later = await again();

  expect(outputs, log).toMatchObject({ decision: "answer", status: "finished" });
  expect(later.outputs, later.log).toMatchObject({ decision: "ignore", "reason-code": "given_up" });
  expect(repo.git("rev-parse", branch)).toBe(before);
  expect(github.state.comments.size).toBe(2);
  // Nothing was mended, so nothing is green.
  const checks = [...github.state.checks.values()].map(({ fields }) => fields);
  expect(checks.find((fields) => fields["head_sha"] === before)).toMatchObject({
    ...{ name: "iter / ci-fix", conclusion: "neutral" },
  });
});

it("keeps off a pull request that a person has taken over", async () => {
  await using life = await stopped();
  const { github, repo, say } = life;

  const { outputs, log } = await say("/iter answer take over");
  const theirs = repo.push(branch, { "README.md": "# Mine\n" }, "Mine");
  moveHead(github, theirs);
  const other = failedRun({ id: 9, sha: theirs, log: "error: no c" });
  github.state.workflowRuns.push(other);
  const later = await play(github, ended(repo, other));

  expect(outputs, log).toMatchObject({ decision: "answer", status: "finished" });
  expect(later.outputs, later.log).toMatchObject({
    ...{ decision: "ignore", "reason-code": "taken_over" },
  });
  expect(github.state.threads.get(42)?.labels).toEqual([]);
});

it("asks about the commit that failed, and about no later one", async () => {
  await using life = await stopped();
  const { github, repo, say } = life;
  moveHead(github, repo.push(branch, { "README.md": "# Mine\n" }, "Mine"));

  const { outputs, log } = await say("/iter answer g1 retry");

  expect(outputs, log).toMatchObject({ decision: "deny", "reason-code": "stale_sha" });
});

it("makes way for the failure of what a person has pushed", async () => {
  await using life = await stopped();
  const { github, repo, stop } = life;
  const theirs = repo.push(branch, { "README.md": "# Mine\n" }, "Mine");
  moveHead(github, theirs);
  const other = failedRun({ id: 9, sha: theirs, log: "error: no c" });
  github.state.workflowRuns.push(other);

  const { outputs, log } = await play(github, fixed(ended(repo, other), 5));

  expect(outputs, log).toMatchObject({ decision: "start", status: "finished" });
  expect(outputs["run-id"]).not.toBe(stop.outputs["run-id"]);
});

it("leaves a workflow alone that asks people itself", async () => {
  const { files = {} } = setupOf(createRepo(), script);
  const workflow = files[".github/iter/ci-fix.iter"] ?? "";
  const asking = workflow
    .replace("workflow ci_fix:", "human look:\n  interaction: human\n\nworkflow ci_fix:")
    .replace("watch -> fail when not passed", "watch -> look when not passed\n  look -> done");
  await using life = await stopped({
    files: { ...files, ".github/iter/ci-fix.iter": asking },
  });
  const { github, stop } = life;

  expect(stop.outputs, stop.log).toMatchObject({ status: "none", "reason-code": "no_progress" });
  expect(github.state.threads.get(42)?.labels).toEqual(["iter:needs-human"]);
  expect(stickyOf(github)).toContain("The last fix changed nothing about the failure.");
  expect(stickyOf(github)).not.toContain("/iter answer");
});

function moveHead({ state }: LoopbackGithub, sha: string): void {
  const thread = state.threads.get(42);
  if (thread?.head !== undefined) thread.head.sha = sha;
}

function stickyOf({ state }: LoopbackGithub): string {
  return [...state.comments.values()].map(({ body }) => body).join("\n");
}
