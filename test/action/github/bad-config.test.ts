import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

function open(): Promise<LoopbackGithub> {
  const files = { ".github/iter.yml": "version: 1\ntrigers: {}\nreprot: {}\n" };
  return startGithub({ ...helloWorld, files });
}

it("answers a command with the first mistake of the file", async () => {
  await using github = await open();

  const step = await runDoor(github, saying(github, "octo-lead", "/iter status"));

  expect(step.exitCode, step.log).toBe(0);
  expect(step.outputs).toMatchObject({ decision: "deny", "reason-code": "bad_config" });
  const [reply] = commentsOfOurs(github);
  expect(reply?.body).toContain(".github/iter.yml:2: There is no key `trigers`");
  expect(reply?.body).not.toContain("reprot");
});

it("lets nobody's talk fail a job", async () => {
  await using github = await open();

  const step = await runDoor(github, saying(github, "hubot", "just talk"));

  expect(step.exitCode, step.log).toBe(0);
  expect(step.outputs).toMatchObject({ decision: "ignore", "reason-code": "not_a_command" });
});

it("fails what might have started something", async () => {
  await using github = await open();
  const payload = eventFixture("pull_request.opened.json");

  const step = await runDoor(github, { event: "pull_request", payload });

  expect(step.exitCode).toBe(1);
  expect(step.outputs).toMatchObject({ decision: "error", "reason-code": "bad_config" });
});

it("fails no job for what a stranger does", async () => {
  await using github = await open();
  const sender = { id: 10_003, login: "hubot", type: "User" };
  const payload = { ...eventFixture("pull_request.opened.json"), sender };

  const step = await runDoor(github, { event: "pull_request", payload });

  expect(step.exitCode, step.log).toBe(0);
  expect(step.outputs).toMatchObject({ decision: "ignore", "reason-code": "bad_config" });
  expect(step.log).toContain("There is no key `trigers`");
});
