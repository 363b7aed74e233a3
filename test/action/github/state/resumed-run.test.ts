import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { claimRun } from "#adapters/github/claims.ts";
import { openGithub } from "#adapters/github/client.ts";
import type { GithubClient } from "#adapters/github/client.ts";
import { gate } from "#support/action-step.ts";
import { eventFixture, runDoor, saying } from "#support/door-step.ts";
import { readRunNote } from "#adapters/github/open-runs.ts";
import { openAttempts } from "#src/action/github/report/permissions.ts";
import { sendSignal } from "#src/action/github/state/signals.ts";
import { numberAt } from "#src/github/payload.ts";
import { helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

vi.setConfig({ testTimeout: 60_000 });

const driver = 770_001;
const config = "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n";
const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };

/** A run at its gate, with which another job has just begun to go on: its comment says nothing of that yet. */
async function resumeElsewhere(
  github: LoopbackGithub,
): Promise<{ readonly client: GithubClient; readonly run: string }> {
  const payload = eventFixture("pull_request.opened.json");
  const { outputs } = await runDoor(github, { event: "pull_request", payload });
  const run = outputs["run-id"] ?? "";
  const repository = "octo-org/hello-world";
  const client = openGithub({ token: jobToken, apiUrl: github.url, repository });
  const path = ".github/workflows/iter.yml";
  github.state.jobs.set(driver, { status: "in_progress", event: "issue_comment", path });
  const seq = numberAt(await readRunNote(client, run), "seq") ?? 0;
  const tree = (await client.git.ref(`iter/open/${run}`)) ?? "";
  const request = { run, seq, workflowRun: driver, attempt: 1, at: "2026-01-01T00:00:00Z" };
  const claimed = await claimRun(client, { ...request, tree, idle: true });
  expect(claimed.state).toBe("held");
  return { client, run };
}

async function signalTo(client: GithubClient, run: string): Promise<object> {
  const commit = await client.git.ref(`iter/signals/${run}`);
  return JSON.parse(commit === null ? "{}" : await client.git.message(commit)) as object;
}

it.each(["cancel", "pause"])("tells the job that has just resumed a run to %s it", async (kind) => {
  await using github = await startGithub({ ...helloWorld, files });
  const { client, run } = await resumeElsewhere(github);

  const step = await runDoor(github, saying(github, "monalisa", `/iter ${kind}`));

  expect(step.exitCode, step.log).toBe(0);
  expect(await signalTo(client, run), step.log).toMatchObject({ kind, by: "monalisa" });
  expect(github.state.cancelled).toEqual(kind === "cancel" ? [driver] : []);
});

it("tells the job alone where nobody may cancel jobs", async () => {
  await using github = await startGithub({ ...helloWorld, files, lacks: ["actions"] });
  const { client, run } = await resumeElsewhere(github);

  const step = await runDoor(github, saying(github, "monalisa", "/iter cancel"));

  expect(step.exitCode, step.log).toBe(0);
  expect(await signalTo(client, run), step.log).toMatchObject({ kind: "cancel" });
});

it("ends a run whose job was cancelled with it as cancelled, not as stopped", async () => {
  const started = join(mkdtempSync(join(tmpdir(), "iter-started-")), "started");
  const workflow = `tool wait:\n  command: \`touch "$STARTED"; sleep 60\`\n  env: [STARTED]\n\nworkflow pr:\n  entry: wait\n  wait -> done\n`;
  const slow = { ...files, ".github/iter/pr.iter": workflow };
  await using github = await startGithub({ ...helloWorld, files: slow });
  const payload = eventFixture("pull_request.opened.json");
  const job = runDoor(github, {
    event: "pull_request",
    payload,
    inputs: { simulate: "false" },
    environment: { STARTED: started },
  });
  await vi.waitUntil(() => existsSync(started), { timeout: 30_000 });
  const run = [...github.state.refs.keys()]
    .map((ref) => /iter\/claims\/(iter_\w+)\//.exec(ref)?.[1])
    .find((id) => id !== undefined);
  const repository = "octo-org/hello-world";
  const client = openGithub({ token: jobToken, apiUrl: github.url, repository });
  const signal = { kind: "cancel", seq: 0, by: "monalisa", reason: "not now" } as const;
  await sendSignal({ client, attempts: openAttempts() }, run ?? "", signal);

  process.emit("SIGINT");
  const { outputs, log } = await job;

  expect(outputs, log).toMatchObject({ "run-id": run, status: "cancelled" });
});

it("tells it as well when the pull request is closed", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  const { client, run } = await resumeElsewhere(github);
  const opened = eventFixture("pull_request.opened.json");

  const payload = { ...opened, action: "closed" };
  const step = await runDoor(github, { event: "pull_request", payload });

  expect(await signalTo(client, run), step.log).toMatchObject({ kind: "cancel" });
});
