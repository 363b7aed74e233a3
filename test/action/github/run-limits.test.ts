import { expect, it } from "vitest";
import { gate } from "#support/action-step.ts";
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
