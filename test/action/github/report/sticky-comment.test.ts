import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { commentsOfOurs, eventFixture, runDoor } from "#support/door-step.ts";
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
