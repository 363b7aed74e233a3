import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor } from "#support/door-step.ts";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

const config = "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n";
const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };

it("opens no gate that nobody could answer, and names the line that lacks", async () => {
  await using github = await startGithub({ ...helloWorld, files, lacks: ["contents"] });
  const payload = eventFixture("pull_request.opened.json");

  const { exitCode, outputs, log } = await runDoor(github, { event: "pull_request", payload });

  expect(exitCode, log).toBe(1);
  expect(outputs).toMatchObject({
    status: "failed",
    "reason-code": "permission_missing",
    "gate-id": "",
  });
  expect(log).toContain("add `contents: write`");
  expect(commentsOfOurs(github)[0]?.body).toContain("· failed");
  expect(commentsOfOurs(github)[0]?.body).not.toContain("/iter approve");
});
