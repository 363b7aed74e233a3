import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { claimRun } from "#adapters/github/claims.ts";
import { openGithub } from "#adapters/github/client.ts";
import type { GithubClient } from "#adapters/github/client.ts";
import { gate } from "#support/action-step.ts";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import { noteDriver, readRunNote } from "#adapters/github/open-runs.ts";
import { openAttempts } from "#src/action/github/report/permissions.ts";
import { sendSignal } from "#src/action/github/state/signals.ts";
import type { Fields } from "#core/graph/value.ts";
import { writeMarker } from "#src/github/markers.ts";
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

/** The same, once the job has said that it goes on; then it is lost. */
async function loseResumed(github: LoopbackGithub): Promise<string> {
  const { client, run } = await resumeElsewhere(github);
  const tree = (await client.git.ref(`iter/open/${run}`)) ?? "";
  await noteDriver(client, { run, job: driver, tree });
  const [sticky] = commentsOfOurs(github);
  if (sticky === undefined) throw new Error("No comment speaks of the run.");
  const [line = "", ...rest] = sticky.body.split("\n");
  const payload = Buffer.from(line.split(" ")[3] ?? "", "base64url").toString();
  const marker = writeMarker("run", { ...(JSON.parse(payload) as Fields), status: "running" });
  sticky.body = [marker, ...rest].join("\n");
  const path = ".github/workflows/iter.yml";
  github.state.jobs.set(driver, { status: "completed", event: "issue_comment", path });
  return run;
}

function sweep(github: LoopbackGithub): ReturnType<typeof runDoor> {
  const { repository } = eventFixture("pull_request.opened.json") as {
    readonly repository?: object;
  };
  const payload = { schedule: "41 */6 * * *", repository };
  const environment = { GITHUB_SHA: github.state.refs.get("refs/heads/main") ?? "" };
  return runDoor(github, { event: "schedule", payload, environment });
}

it("says in comment and note that a run goes on before it has kept anything", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  const payload = eventFixture("pull_request.opened.json");
  await runDoor(github, { event: "pull_request", payload });
  const before = github.writes.length;

  const { outputs } = await runDoor(github, saying(github, "octo-lead", "/iter approve g1"));

  expect(outputs["status"]).toBe("finished");
  const bodies = github.writes.slice(before).map(({ body }) => JSON.stringify(body));
  const shown = bodies.filter(
    (body) => body.includes("### Iter ·") && body.includes("iter:v1 run"),
  );
  expect(shown[0]).toContain("· running");
  expect(shown.at(-1)).toContain("· finished");
  const running = JSON.stringify('"status":"running"').slice(1, -1);
  expect(bodies.filter((body) => body.includes(running))).toHaveLength(1);
});

it("takes a run back whose job was lost before it had kept anything", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  const run = await loseResumed(github);

  const swept = await sweep(github);

  expect(swept.exitCode, swept.log).toBe(0);
  const [sticky, said] = commentsOfOurs(github).map(({ body }) => body);
  expect(sticky).toContain("waiting for an answer");
  expect(said).toContain(`\`${run}\` stands where it stood before`);
  expect(said).toContain("answer once more");
  const again = await sweep(github);
  expect(again.log).not.toContain("stands where it stood");
  expect(commentsOfOurs(github)).toHaveLength(2);

  const { outputs, log } = await runDoor(github, saying(github, "octo-lead", "/iter approve g1"));
  expect(outputs["status"], log).toBe("finished");
});

it("ends a run here that is said to go on in a job that was lost", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  await loseResumed(github);

  const { outputs, log } = await runDoor(github, saying(github, "octo-lead", "/iter cancel"));

  expect(outputs, log).toMatchObject({ decision: "cancel", status: "cancelled" });
  expect(commentsOfOurs(github)[0]?.body).toContain("· cancelled");
});
