import { expect, it, vi } from "vitest";
import { failedRun } from "#support/failing-checks.ts";
import {
  change,
  command,
  createRepo,
  play,
  pullRequest,
  branch,
  repository,
  sender,
  setupOf,
} from "#support/ready-repository.ts";
import type { Played } from "#support/ready-repository.ts";
import { startGithub } from "#testing/github/server.ts";

vi.setConfig({ testTimeout: 60_000 });

function reviewScript(line: number, title: string): string {
  const remark = `{ path: src/session.ts, line: ${line}, body: "${title}\\n\\nSay why.", suggestion: "export const b = 2;" }`;
  return `run_tools: true
nodes:
  correctness_reviewer:
    - tool_calls: [{ tool: github.diff, input: {} }]
    - output: { findings: [one] }
  safety_reviewer: [{ output: { findings: [] } }]
  keep: [{ output: { worth_saying: true, findings: [one] } }]
  write:
    - tool_calls:
        - tool: github.review
          input: { event: COMMENT, body: "One thing, @octo-lead.", comments: [${remark}] }
    - output: { summary: done }
`;
}

it("pr-review: writes one review, and does not repeat itself on the next push", async () => {
  const repo = createRepo();
  const setup = setupOf(repo, reviewScript(2, "Name it"));
  await using github = await startGithub(setup);

  const first = await play(github, pullRequest(repo));

  expect(first.outputs["status"], first.log).toBe("finished");
  expect(github.state.reviews).toHaveLength(1);
  expect(github.state.reviews[0]?.body).toContain("@\u200Bocto-lead");
  const [remark] = github.state.reviewComments;
  expect(remark).toMatchObject({ path: "src/session.ts", line: 2 });
  expect(remark?.body).toContain("```suggestion\nexport const b = 2;\n```");

  const sha = repo.push(branch, { "README.md": "# Hello again\n" }, "More");
  const thread = github.state.threads.get(42);
  if (thread?.head !== undefined) thread.head.sha = sha;
  const second = await play(github, pullRequest(repo, sha, "synchronize"));

  expect(second.outputs["status"], second.log).toBe("finished");
  expect(github.state.reviewComments).toHaveLength(1);
  expect(github.state.reviewComments[0]?.resolved).toBe(false);
});

const refineScript = `run_tools: true
nodes:
  review: [{ output: { approved: false, summary: "Name b." } }]
  plan: [{ output: { plan: "rename b" } }]
  compliance: [{ output: { compliant: true, objections: "" } }]
  act: [{ output: { summary: "renamed" } }]
  verify: [{ stdout: { passed: true } }]
  push:
    - tool_calls: [{ tool: github.commit, input: { message: "Name b\\n\\nCo-authored-by: Evil <e@x>\\nIt was unclear. [skip ci]" } }]
    - output: { summary: done }
`;

it("pr-refine: pushes one commit with trailers to the branch of the pull request", async () => {
  const repo = createRepo();
  await using github = await startGithub(setupOf(repo, refineScript));
  const asked = command(github, repo, "/iter run refine");
  change(asked.workspace, "src/session.ts", "export const c = 2;\n");

  const { outputs, log } = await play(github, asked);

  expect(outputs["status"], log).toBe("finished");
  const message = repo.git("log", "-1", "--format=%B", branch);
  expect(message).toMatch(
    /^Name b\n\nIt was unclear\.\n\nCo-authored-by: octocat <10001\+octocat@/,
  );
  expect(message).toMatch(
    /\nIter-Run: iter_\w{20}\nIter-Node: push\nIter-Attempt: 1\nIter-Effect: [0-9a-f]{32}/,
  );
  expect(message).not.toContain("Evil");
  expect(message).not.toContain("skip ci");
  expect(repo.git("show", `${branch}:src/session.ts`)).toBe("export const c = 2;");
  expect(repo.git("rev-parse", `${branch}^`)).toBe(repo.head);
});

it("pr-refine: does what a review asks for, once", async () => {
  const repo = createRepo();
  await using github = await startGithub(setupOf(repo, refineScript));
  const author = { id: 10_002, login: "monalisa" };
  const review = (id: number): void => {
    github.state.reviews.push({
      ...{ id, thread: 42, author, body: "Name b.", state: "CHANGES_REQUESTED" },
      ...{ commit_id: repo.head, submitted_at: new Date().toISOString() },
    });
  };
  review(1);
  const signal = (id: number): Played => {
    const workflow_run = {
      ...{ id, name: "iter-review-signal", event: "pull_request_review", conclusion: "success" },
      ...{ head_sha: repo.head, run_attempt: 1, pull_requests: [{ number: 42 }] },
      updated_at: "2999-01-01T00:00:00Z",
    };
    const payload = { action: "completed", workflow_run, repository, sender };
    return { event: "workflow_run", payload, workspace: repo.checkout(branch) };
  };
  const asked = signal(1);
  change(asked.workspace, "src/session.ts", "export const c = 2;\n");

  const first = await play(github, asked);
  const again = await play(github, signal(2));
  review(2);
  const repeated = await play(github, signal(3));

  expect(first.outputs["status"], first.log).toBe("finished");
  const message = repo.git("log", "-1", "--format=%B", branch);
  expect(message).toMatch(/\nIter-Attempt: 1\nIter-Failure: [0-9a-f]{16}\n/);
  expect(again.outputs["reason-code"], again.log).toBe("already_resumed");
  expect(repeated.outputs["reason-code"], repeated.log).toBe("no_progress");
  expect(repo.git("rev-parse", `${branch}^`)).toBe(repo.head);
});

it("refuses a commit that changes what only people change", async () => {
  const repo = createRepo();
  await using github = await startGithub(setupOf(repo, refineScript));
  const asked = command(github, repo, "/iter run refine");
  change(asked.workspace, ".github/workflows/ci.yml", "on: push\n");

  const { outputs } = await play(github, asked);

  expect(outputs).toMatchObject({ "reason-code": "protected_path", status: "failed_resumable" });
  expect(repo.git("rev-parse", branch)).toBe(repo.head);
});

it("refuses a commit when the branch has moved on", async () => {
  const repo = createRepo();
  await using github = await startGithub(setupOf(repo, refineScript));
  const asked = command(github, repo, "/iter run refine");
  change(asked.workspace, "src/session.ts", "export const c = 2;\n");
  const moved = repo.push(branch, { "README.md": "# Other\n" }, "Meanwhile");

  const { outputs } = await play(github, asked);

  expect(outputs["reason-code"]).toBe("stale_base");
  expect(repo.git("rev-parse", branch)).toBe(moved);
});

it("never commits to the default branch", async () => {
  const repo = createRepo();
  const script = refineScript.replace("message:", "branch: main, message:");
  await using github = await startGithub(setupOf(repo, script));
  const asked = command(github, repo, "/iter run refine");
  change(asked.workspace, "src/session.ts", "export const c = 2;\n");

  expect((await play(github, asked)).outputs["reason-code"]).toBe("push_refused");
  expect(repo.git("rev-parse", "main")).toBe(repo.base);
});

it("issue-to-pr: asks a person, then opens a draft that closes the issue", async () => {
  const repo = createRepo();
  const script = `run_tools: true
nodes:
  plan: [{ output: { plan: "do it" } }]
  act: [{ output: { summary: "did it" } }]
  verify: [{ exit_code: 0 }]
  open:
    - tool_calls: [{ tool: github.commit, input: { message: "Do it" } }]
    - tool_calls: [{ tool: github.open_pull_request, input: { title: "Do it", body: "Fixes #9.", closes: [7] } }]
    - output: { summary: done }
`;
  const issue = { number: 7, title: "Do it", author: "octocat", labels: ["iter:do"] };
  await using github = await startGithub(
    setupOf(repo, script, {
      threads: [issue],
      workflowRuns: [failedRun({ id: 5, sha: repo.base, branch: "main" })],
    }),
  );
  const label = { name: "iter:do" };
  const shown = { ...issue, body: "", user: sender, state: "open", labels: [label] };
  const at = "2026-01-01T00:00:00Z";
  const payload = {
    action: "labeled",
    issue: { ...shown, updated_at: at },
    label,
    repository,
    sender,
  };

  const paused = await play(github, {
    ...{ event: "issues", payload, workspace: repo.checkout("main") },
  });
  expect(paused.outputs["status"], paused.log).toBe("paused_waiting_human");
  expect(repo.git("branch", "--list", "iter/*")).toBe("");

  const answer = command(github, repo, "/iter approve g1", { thread: 7 });
  change(answer.workspace, "src/new.ts", "export const done = true;\n");
  const { outputs, log } = await play(github, answer);

  expect(outputs["status"], log).toBe("finished");
  const opened = [...github.state.threads.values()].find(({ head }) => head !== undefined);
  expect(opened).toMatchObject({ title: "Do it", draft: true, base: { ref: "main" } });
  expect(opened?.head?.ref).toMatch(/^iter\/iter_\w{20}\/do-it$/);
  expect(opened?.body).toContain("\nCloses #7");
  expect(opened?.body).not.toContain("Fixes #9");
  const branch = opened?.head?.ref ?? "";
  const sha = repo.git("rev-parse", branch);
  expect(outputs).toMatchObject({ "branch-name": branch, sha, "ci-mode": "dispatch" });
  expect(github.state.dispatches).toMatchObject([{ workflow: "ci.yml", ref: branch }]);
  expect(outputs).toMatchObject({
    "pull-request-number": String(opened?.number),
    "pull-request-url": expect.stringContaining(`/pull/${opened?.number}`) as string,
  });
  expect(JSON.parse(outputs["result"] ?? "")).toMatchObject({ sha });
  expect(repo.git("rev-parse", "main")).toBe(repo.base);
});
