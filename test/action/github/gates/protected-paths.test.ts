import { expect, it, vi } from "vitest";
import {
  branch,
  change,
  command,
  createRepo,
  play,
  pullRequest,
  setupOf,
} from "#support/ready-repository.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";

// It plays three jobs, with git.
vi.setConfig({ testTimeout: 300_000 });

const files = {
  ".github/iter.yml": `version: 1
triggers: { review: { on: pull_request, workflow: pr } }
gates: { "*": { permission: admin }, protected-paths: { permission: write } }
`,
  ".github/iter/pr.iter": `prompt commit:
  Commit it.

agent push:
  model: "anthropic/claude-sonnet-4-5"
  tools: [github.commit]
  user: commit

workflow pr:
  entry: push
  push -> done
`,
  "script.yaml": `run_tools: true
nodes:
  push:
    - tool_calls: [{ tool: github.commit, input: { message: "Add CI" } }]
    - output: done
`,
};

it("commits a protected file once people have approved just that, by the settings of their own gate", async () => {
  const repo = createRepo();
  await using github = await startGithub({ ...setupOf(repo, ""), files });
  const first = pullRequest(repo);
  change(first.workspace, ".github/workflows/ci.yml", "on: push\n");

  const asked = await play(github, first);

  expect(asked.outputs, asked.log).toMatchObject({
    ...{ status: "paused_waiting_human", "gate-id": "g1", "node-id": "push" },
  });
  expect(asked.exitCode).toBe(0);
  expect(stickies(github)[0]).toContain("- `.github/workflows/ci.yml`");
  expect(repo.git("rev-parse", branch)).toBe(repo.head);

  const done = await play(github, command(github, repo, `/iter approve g1 ${repo.head}`));

  expect(done.outputs["status"], done.log).toBe("finished");
  expect(repo.git("show", `${branch}:.github/workflows/ci.yml`)).toBe("on: push");
  expect(repo.git("rev-parse", `${branch}^`)).toBe(repo.head);
});
