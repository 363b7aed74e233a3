import { expect, it, vi } from "vitest";
import { check, ended, failedRun, fixed } from "#support/failing-checks.ts";
import { branch, createRepo, play, setupOf } from "#support/ready-repository.ts";
import type { BareRepo } from "#support/bare-repo.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup, WorkflowRun } from "#testing/github/state.ts";

vi.setConfig({ testTimeout: 60_000 });

/** What models answer; what they would change is changed by `fixed`. */
const script = `run_tools: true
nodes:
  diagnose:
    - tool_calls: [{ tool: github.failed_logs, input: {} }]
    - output: { can_be_fixed: true, cause: "b is 2" }
  fix: [{ output: { summary: "b is 3" } }]
  sound: [{ output: { sound: true, reason: "" } }]
  push:
    - tool_calls: [{ tool: github.commit, input: { message: "Set b to 3" } }]
    - output: { summary: pushed }
  watch: [{ output: { passed: true } }]
`;
/** With it the command that waits is run. */
const waiting = script.replace(/  watch: .*\n/, "");

async function open(
  repo: BareRepo,
  run: WorkflowRun,
  more: Partial<GithubSetup> = {},
): Promise<LoopbackGithub> {
  return startGithub(setupOf(repo, script, { workflowRuns: [run], ...more }));
}

it("runs the failed jobs again before it mends anything", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head, attempt: 1 });
  await using github = await open(repo, run);

  const { outputs, log } = await play(github, ended(repo, run));

  expect(outputs["reason-code"], log).toBe("waiting_for_ci");
  expect(github.state.workflowRuns[0]?.run_attempt).toBe(2);
  expect(repo.git("rev-parse", branch)).toBe(repo.head);
});

it("notes a failure that was gone the second time", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head, attempt: 1 });
  await using github = await open(repo, run);
  await play(github, ended(repo, run));

  const passed = { ...run, run_attempt: 2, conclusion: "success" };
  const { outputs, log } = await play(github, ended(repo, passed));

  expect(outputs, log).toMatchObject({ decision: "ignore", "reason-code": "flaky" });
});

it("mends at once where failed jobs can't be run again", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head, attempt: 1 });
  await using github = await open(repo, run, { lacks: ["actions"] });

  const { outputs, log } = await play(github, fixed(ended(repo, run), 3));

  expect(outputs["status"], log).toBe("finished");
});

it("pushes a fix that says which attempt it is, and of which failure", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  await using github = await open(repo, run);

  const { outputs, log } = await play(github, fixed(ended(repo, run), 3));

  expect(outputs["status"], log).toBe("finished");
  const message = repo.git("log", "-1", "--format=%B", branch);
  expect(message).toMatch(/^Set b to 3\n/);
  expect(message).toMatch(/\nIter-Node: push\nIter-Attempt: 1\nIter-Failure: [0-9a-f]{16}\n/);
  expect(repo.git("show", `${branch}:src/session.ts`)).toBe("export const b = 3;");
});

it("stops when the checks fail as they did before its fix", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  await using github = await open(repo, run);
  await play(github, fixed(ended(repo, run), 3));
  const again = failedRun({ id: 7, sha: repo.git("rev-parse", branch) });
  github.state.workflowRuns.push(again);

  const { outputs, log } = await play(github, ended(repo, again));

  expect(outputs["reason-code"], log).toBe("no_progress");
  expect(repo.git("rev-parse", branch)).toBe(again.head_sha);
  expect(github.state.threads.get(42)?.labels).toEqual(["iter:needs-human"]);
  expect(stickyOf(github).split("The last fix changed nothing about the failure.")).toHaveLength(2);
  expect(github.state.comments.size).toBe(1);
  expect(outputs, log).toMatchObject({ status: "paused_waiting_human", "gate-id": "g1" });
});

it("counts its attempts over the failures of a thread", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  await using github = await open(repo, run);
  await play(github, fixed(ended(repo, run), 3));
  await using later = await startGithub({
    ...setupOf(repo, script),
    threads: [...github.state.threads.values()],
  });
  const other = failedRun({ id: 7, sha: repo.git("rev-parse", branch), log: "error: no c" });
  later.state.workflowRuns.push(other);

  const { outputs, log } = await play(later, fixed(ended(repo, other), 4));

  expect(outputs["status"], log).toBe("finished");
  expect(repo.git("log", "-1", "--format=%B", branch)).toContain("\nIter-Attempt: 2\n");
});

it.each<readonly [string, (repo: BareRepo) => Partial<GithubSetup>]>([
  [
    "base_is_red",
    ({ head, base }) => ({
      workflowRuns: [
        failedRun({ id: 5, sha: head }),
        failedRun({ id: 3, sha: base, branch: "main" }),
      ],
    }),
  ],
  [
    "superseded",
    ({ base }) => ({
      threads: [
        {
          ...{ number: 42, title: "T", author: "octocat" },
          head: { sha: base, ref: branch },
          base: { sha: base, ref: "main" },
        },
      ],
    }),
  ],
])("starts nothing: %s", async (reason, more) => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  await using github = await open(repo, run, more(repo));

  const { outputs, log } = await play(github, ended(repo, run));

  expect(outputs["reason-code"], log).toBe(reason);
  expect(repo.git("rev-parse", branch)).toBe(repo.head);
});

it("waits without a job for the checks of its own commit, and goes on when they have ended", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  await using github = await startGithub(setupOf(repo, waiting, { workflowRuns: [run] }));

  const first = await play(github, fixed(ended(repo, run), 3));

  const sha = repo.git("rev-parse", branch);
  expect(first.outputs, first.log).toMatchObject({
    status: "paused_waiting_human",
    "reason-code": "waiting_for_ci",
    "ci-mode": "dispatch",
    "gate-id": "",
  });
  expect(github.state.dispatches).toMatchObject([{ workflow: "ci.yml", ref: branch }]);
  expect(stickyOf(github)).toContain("· waiting for CI");
  expect(stickyOf(github)).not.toContain("/iter approve");

  const passed = { ...failedRun({ id: 7, sha }), conclusion: "success" };
  check(github, sha, null);
  const early = await play(github, ended(repo, passed));
  expect(early.outputs["reason-code"], early.log).toBe("waiting_for_ci");

  check(github, sha, "success");
  const second = await play(github, ended(repo, passed));

  expect(second.outputs, second.log).toMatchObject({ status: "finished", mode: "resume" });
  expect(second.outputs["run-id"]).toBe(first.outputs["run-id"]);
  expect(repo.git("rev-parse", branch)).toBe(sha);
  expect(github.state.dispatches).toHaveLength(1);
});

const twoRounds = `run_tools: true
nodes:
  diagnose: [{ output: { can_be_fixed: true, cause: "b" }, repeat: true }]
  fix: [{ output: { summary: fixed }, repeat: true }]
  sound: [{ output: { sound: true, reason: "" }, repeat: true }]
  push:
    - tool_calls: [{ tool: github.commit, input: { message: "One" } }]
    - output: { summary: one }
    - tool_calls: [{ tool: github.commit, input: { message: "Two" } }]
    - output: { summary: two }
`;

it.each([
  ["pushes again when the checks fail otherwise than before", "error: no c", "waiting_for_ci"],
  ["pushes nothing more when they fail as before", "error: b is 2", "no_progress"],
])("%s", async (_what, log, reason) => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  await using github = await startGithub(setupOf(repo, twoRounds, { workflowRuns: [run] }));
  const first = fixed(ended(repo, run), 3);
  await play(github, first);
  const sha = repo.git("rev-parse", branch);
  const red = failedRun({ id: 7, sha, log });
  github.state.workflowRuns.push(red);
  check(github, sha, "failure");

  // What a node changes is there before the job, so it has to be the checkout that the run left.
  const { workspace } = first;
  const second = await play(github, fixed({ ...ended(repo, red), workspace }, 4));

  expect(second.outputs, second.log).toMatchObject({
    ...{ status: "paused_waiting_human", "reason-code": reason },
  });
  const message = repo.git("log", "-1", "--format=%B", branch);
  if (reason === "no_progress") expect(message).toMatch(/^One\n/);
  else expect(message).toMatch(/^Two\n[^]*\nIter-Attempt: 2\n/);
});

it("says that checks are held back where nobody can start them", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  const setup = setupOf(repo, waiting, { workflowRuns: [run], lacks: ["actions"] });
  await using github = await startGithub(setup);

  const { outputs, log } = await play(github, fixed(ended(repo, run), 3));

  expect(outputs, log).toMatchObject({ "reason-code": "ci_held", "ci-mode": "held" });
  const checks = [...github.state.checks.values()].map(({ fields }) => fields);
  expect(checks).toMatchObject([
    { name: "iter / ci-fix", status: "completed", conclusion: "action_required" },
  ]);
  expect(stickyOf(github)).toContain("until a person lets them run");
});

it("gives a run up when a person has pushed while it waited", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  await using github = await startGithub(setupOf(repo, waiting, { workflowRuns: [run] }));
  await play(github, fixed(ended(repo, run), 3));
  const ours = repo.git("rev-parse", branch);
  const theirs = repo.push(branch, { "README.md": "# Mine\n" }, "Mine");
  const thread = github.state.threads.get(42);
  if (thread?.head !== undefined) thread.head.sha = theirs;

  const passed = { ...failedRun({ id: 7, sha: ours }), conclusion: "success" };
  const { outputs, log } = await play(github, ended(repo, passed));

  expect(outputs["reason-code"], log).toBe("superseded");
  expect(stickyOf(github)).toContain("· cancelled");
});

it("makes room for the failure of what a person has pushed meanwhile", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  await using github = await startGithub(setupOf(repo, waiting, { workflowRuns: [run] }));
  const first = await play(github, fixed(ended(repo, run), 3));
  const theirs = repo.push(branch, { "README.md": "# Mine\n" }, "Mine");
  const thread = github.state.threads.get(42);
  if (thread?.head !== undefined) thread.head.sha = theirs;
  const other = failedRun({ id: 7, sha: theirs, log: "error: no c" });
  github.state.workflowRuns.push(other);

  const { outputs, log } = await play(github, fixed(ended(repo, other), 4));

  expect(outputs["status"], log).toBe("paused_waiting_human");
  expect(outputs["run-id"]).not.toBe(first.outputs["run-id"]);
  expect(repo.git("log", "-1", "--format=%B", branch)).toContain("\nIter-Attempt: 2\n");
});

it("pushes by the push token, whose checks run by themselves", async () => {
  const repo = createRepo();
  const run = failedRun({ id: 5, sha: repo.head });
  const setup = setupOf(repo, script, { workflowRuns: [run] });
  const accounts = [
    ...setup.accounts,
    { id: 77, login: "iter-app[bot]", type: "Bot" as const, level: "write" },
  ];
  const tokens = { ...setup.tokens, "push-token-of-the-app": "iter-app[bot]" };
  await using github = await startGithub({ ...setup, accounts, tokens });

  const inputs = { "push-token": "push-token-of-the-app" };
  const { outputs, log } = await play(github, { ...fixed(ended(repo, run), 3), inputs });

  expect(outputs, log).toMatchObject({ status: "finished", "ci-mode": "push-token" });
  expect(repo.git("log", "-1", "--format=%an", branch)).toBe("iter-app[bot]");
  expect(log.replaceAll("::add-mask::push-token-of-the-app", "")).not.toContain("push-token-of");
});

function stickyOf({ state }: LoopbackGithub): string {
  return [...state.comments.values()].map(({ body }) => body).join("\n");
}
