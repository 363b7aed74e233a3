import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { workflowPath } from "#src/action/github/trust/sources.ts";
import { gate, workflow } from "#support/action-step.ts";
import { commentsOfOurs, runDoor, saying } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

it("takes the lowest of what trigger and file say, limit by limit", async () => {
  const config = `version: 1
triggers:
  talk: { on: command, workflow: pr, budget: { max_tokens: 400, max_duration: 30m } }
budgets: { run: { max_cost_usd: 2, max_tokens: 900, max_duration: 20m } }
`;
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };
  await using github = await startGithub({ ...helloWorld, files });

  const step = await runDoor(github, saying(github, "octo-lead", "/iter run talk --dry-run"));

  const [reply] = commentsOfOurs(github);
  expect(reply?.body, step.log).toMatch(/Limits: \$2, 400 tokens, 20 m/);
});

it("holds a file that a command names to what is said of every trigger", async () => {
  const files = {
    ".github/iter.yml": "version: 1\ndefaults: { budget: { max_tokens: 7 } }\n",
    ".github/iter/ask.iter": workflow,
  };
  await using github = await startGithub({ ...helloWorld, files });

  await runDoor(github, saying(github, "octo-lead", "/iter run ask.iter --dry-run"));

  expect(commentsOfOurs(github).at(-1)?.body).toContain("Limits: 7 tokens.");
});

it.each([
  [{ version: 1 }, "ask.iter", ".github/iter/ask.iter"],
  [{ version: 1 }, "examples/ask.iter", ".github/iter/examples/ask.iter"],
  [{ version: 1, workflows: "flows" }, "ask.iter", "flows/ask.iter"],
  [{ version: 1, workflows: "flows" }, "flows/ask.iter", "flows/ask.iter"],
] as const)("finds what a command names below the folder of workflows", (config, name, path) => {
  expect(workflowPath(config, name)).toBe(path);
});

it("begins no work in a job whose time is up", async () => {
  const config = "version: 1\ntriggers:\n  talk: { on: command, workflow: ask }\n";
  const files = { ".github/iter.yml": config, ".github/iter/ask.iter": workflow };
  await using github = await startGithub({ ...helloWorld, files });

  const asked = saying(github, "octo-lead", "/iter run talk");
  const step = await runDoor(github, { ...asked, inputs: { "timeout-minutes": "0.00001" } });

  expect(step.outputs, step.log).toMatchObject({
    status: "failed_resumable",
    "reason-code": "job_time",
  });
  const log = readFileSync(join(step.outputs["run-path"] ?? "", "events.jsonl"), "utf8");
  expect(log).not.toContain("node_started");
  expect(github.state.dispatches).toHaveLength(1);
});
