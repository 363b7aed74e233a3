import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor } from "#support/door-step.ts";
import { gate, workflow } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

const payload = eventFixture("pull_request.opened.json");

function files(...triggers: readonly string[]): Readonly<Record<string, string>> {
  const lines = triggers.map((name) => `  ${name}: { on: pull_request, workflow: ${name} }`);
  return {
    ".github/iter.yml": ["version: 1", "triggers:", ...lines, ""].join("\n"),
    ".github/iter/asks.iter": gate,
    ".github/iter/ends.iter": workflow,
    ".github/iter/broken.iter": "agent",
  };
}

it("starts what an event raises though the first of it can't be started", async () => {
  const all = files("broken", "missing", "asks", "ends");
  await using github = await startGithub({ ...helloWorld, files: all });

  const { exitCode, outputs, log } = await runDoor(github, { event: "pull_request", payload });

  expect(exitCode, log).toBe(1);
  expect(outputs, log).toMatchObject({ decision: "error", "reason-code": "compile_error" });
  expect(log).toContain("::error::There is no workflow `missing`");
  expect(commentsOfOurs(github).map(({ body }) => body.split("\n")[1])).toEqual([
    "### Iter · `asks` · waiting for an answer · simulated",
    "### Iter · `ends` · finished · simulated",
  ]);
});

it("tells steps of the run that waits, though others come behind it", async () => {
  const all = files("asks", "ends");
  await using github = await startGithub({ ...helloWorld, files: all });

  const { exitCode, outputs, log } = await runDoor(github, { event: "pull_request", payload });

  expect(exitCode, log).toBe(0);
  expect(outputs).toMatchObject({ status: "paused_waiting_human", "gate-id": "g1" });
  const result = JSON.parse(outputs["result"] ?? "") as { run_id: string; gate: object };
  expect(result).toMatchObject({ run_id: outputs["run-id"], gate: { id: "g1" } });
});
