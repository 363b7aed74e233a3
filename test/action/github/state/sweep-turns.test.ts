import { expect, it, vi } from "vitest";
import { openGithub } from "#adapters/github/client.ts";
import { eventFixture, runDoor } from "#support/door-step.ts";
import { helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

vi.setConfig({ testTimeout: 60_000 });

const runs = Array.from({ length: 52 }, (_, index) => `iter_${String(index).padStart(20, "0")}`);

/** So many runs that nothing is due for, save the last two, of which nothing is kept any more. */
async function fill(github: LoopbackGithub): Promise<void> {
  const repository = "octo-org/hello-world";
  const client = openGithub({ token: jobToken, apiUrl: github.url, repository });
  const main = github.state.refs.get("refs/heads/main") ?? "";
  const note = { status: "failed_resumable", workflow_run: 1, seq: 1 };
  const rest = await client.git.mark(JSON.stringify(note), main, []);
  const gone = { ...note, expires_at: "2026-01-01T00:00:00Z" };
  const last = await client.git.mark(JSON.stringify(gone), main, []);
  for (const [index, run] of runs.entries())
    github.state.refs.set(`refs/iter/open/${run}`, index < 50 ? rest : last);
}

async function sweep(github: LoopbackGithub): Promise<readonly string[]> {
  const { repository } = eventFixture("pull_request.opened.json") as {
    readonly repository?: object;
  };
  const payload = { schedule: "41 */6 * * *", repository };
  const environment = { GITHUB_SHA: github.state.refs.get("refs/heads/main") ?? "" };
  const { exitCode, log } = await runDoor(github, { event: "schedule", payload, environment });
  expect(exitCode, log).toBe(0);
  return [...github.state.refs.keys()].filter((name) => name.startsWith("refs/iter/open/"));
}

it("begins where the sweep before left off, if there are more runs than it looks at", async () => {
  const files = { ".github/iter.yml": "version: 1\n" };
  await using github = await startGithub({ ...helloWorld, files });
  await fill(github);

  const first = await sweep(github);
  const second = await sweep(github);

  expect(first).toHaveLength(52);
  expect(second).toHaveLength(50);
});
