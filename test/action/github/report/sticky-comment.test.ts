import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { gate } from "#support/action-step.ts";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { writeMarker } from "#src/github/markers.ts";
import { startGithub } from "#testing/github/server.ts";

vi.setConfig({ testTimeout: 60_000 });

const config = "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n";
const payload = eventFixture("pull_request.opened.json");

it("leaves a comment alone that a later run has taken over meanwhile", async () => {
  const folder = mkdtempSync(join(tmpdir(), "iter-sticky-"));
  const [started, go] = [join(folder, "started"), join(folder, "go")];
  const slow = `tool wait:\n  command: \`touch "$STARTED"; while [ ! -e "$GO" ]; do sleep 0.05; done\`\n  env: [STARTED, GO]\n\nworkflow pr:\n  entry: wait\n  wait -> done\n`;
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": slow };
  await using github = await startGithub({ ...helloWorld, files });
  const job = runDoor(github, {
    ...{ event: "pull_request", payload, inputs: { simulate: "false" } },
    environment: { STARTED: started, GO: go },
  });
  await vi.waitUntil(() => existsSync(started) && commentsOfOurs(github).length > 0, {
    timeout: 30_000,
  });
  const run = `iter_${"0".repeat(20)}`;
  const marker = { run, seq: 1, status: "paused_waiting_human", repository: 5001, workflow_run: 1 };
  const theirs = `${writeMarker("run", { ...marker, trigger: "review" })}\n### Iter · \`review\` · waiting for an answer`;
  const [sticky] = commentsOfOurs(github);
  if (sticky !== undefined) sticky.body = theirs;

  writeFileSync(go, "");
  const { outputs, log } = await job;

  expect(outputs["status"], log).toBe("finished");
  expect(commentsOfOurs(github).map(({ body }) => body)).toEqual([theirs]);
});

it("finds the comment of a run that began with another token, and writes no second one", async () => {
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };
  const app = { id: 555_001, login: "iter-app[bot]", type: "Bot", level: "write" } as const;
  const { accounts, tokens } = helloWorld;
  await using github = await startGithub({
    ...{ ...helloWorld, files, accounts: [...accounts, app] },
    tokens: { ...tokens, "token-of-the-app": app.login },
  });
  const ofApp = { inputs: { token: "token-of-the-app" } };
  await runDoor(github, { event: "pull_request", payload });

  const { outputs, log } = await runDoor(github, {
    ...saying(github, "octo-lead", "/iter approve g1"),
    ...ofApp,
  });

  expect(outputs["status"], log).toBe("finished");
  const told = commentsOfOurs(github).filter(({ body }) => body.startsWith("<!-- iter:v1 run"));
  expect(told).toHaveLength(1);
  expect(told[0]?.author.login).toBe("github-actions[bot]");
  expect(told[0]?.body).toContain("· finished");
});

it.each([
  ["the head", "", "approval of `4f2c1ab90d3e`, until"],
  ["nothing", 'gates: { "*": { bind: none } }\n', "approval, until"],
])("names the commit that an answer is for, of a gate that binds %s", async (_, more, words) => {
  const files = { ".github/iter.yml": `${config}${more}`, ".github/iter/pr.iter": gate };
  await using github = await startGithub({ ...helloWorld, files });

  await runDoor(github, { event: "pull_request", payload });

  expect(commentsOfOurs(github)[0]?.body).toContain(`**g1 · review** – ${words}`);
});

it("names no commit in the box of a gate on an issue", async () => {
  const onIssues = config.replace("pull_request", "issues");
  const issue = { number: 7, title: "Slow", author: "hubot" };
  const files = { ".github/iter.yml": onIssues, ".github/iter/pr.iter": gate };
  await using github = await startGithub({ ...helloWorld, files, threads: [issue] });
  const { repository } = payload as { readonly repository?: object };
  const user = { id: 10_001, login: "octocat", type: "User" };
  const opened = {
    ...issue,
    body: "",
    state: "open",
    user,
    labels: [],
    updated_at: "2026-11-20T10:00:00Z",
  };

  const { outputs, log } = await runDoor(github, {
    event: "issues",
    payload: { action: "opened", issue: opened, repository, sender: user },
  });

  expect(outputs["gate-id"], log).toBe("g1");
  expect(commentsOfOurs(github)[0]?.body).toContain("**g1 · review** – approval, until");
});
