import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import { gate, workflow } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const config = `version: 1
workflows: flows
triggers:
  review: { on: pull_request, workflow: pr, budget: { max_tokens: 1000 } }
  quick: { on: command, workflow: ask, recipe: fast }
`;
const files = {
  ".github/iter.yml": config,
  "flows/pr.iter": gate,
  "flows/ask.iter": workflow,
  "flows/recipes/fast.json": JSON.stringify({ name: "fast", preset_vars: { rules: "be fast" } }),
};

async function opened(): Promise<{
  readonly github: LoopbackGithub;
  readonly outputs: Readonly<Record<string, string>>;
}> {
  const github = await startGithub({ ...helloWorld, files });
  const payload = eventFixture("pull_request.opened.json");
  const { outputs, exitCode, log } = await runDoor(github, { event: "pull_request", payload });
  expect(exitCode, log).toBe(0);
  return { github, outputs };
}

it("tells steps of the open gate, and where everything is shown", async () => {
  const { github, outputs } = await opened();
  await using server = github;

  const result = JSON.parse(outputs["result"] ?? "") as { gate: object; links: object };
  const repository = "https://github.com/octo-org/hello-world";
  expect(result.gate).toEqual({
    id: "g1",
    node: "review",
    kind: "approval",
    expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
  });
  expect(result.links).toEqual({
    log: expect.stringContaining(`${repository}/actions/runs/`) as string,
    comment: `${repository}/issues/42#issuecomment-${commentsOfOurs(server)[0]?.id ?? 0}`,
    check: `${repository}/runs/${outputs["check-run-id"] ?? ""}`,
  });
});

it("leads from the last lines of a run to all that was kept of it", async () => {
  const { github } = await opened();
  await using server = github;

  await runDoor(server, saying(server, "monalisa", "/iter logs"));

  expect(commentsOfOurs(server).at(-1)?.body).toMatch(
    /\[The whole log\]\(https:\/\/github\.com\/octo-org\/hello-world\/commit\/[0-9a-f]{40}\)/,
  );
});

it("raises the limits of a run that waits, and of no limit that it has not got", async () => {
  const { github } = await opened();
  await using server = github;

  const raised = await runDoor(server, saying(server, "octo-lead", "/iter budget +500tokens"));
  const none = await runDoor(server, saying(server, "octo-lead", "/iter budget +5"));
  await runDoor(server, saying(server, "octo-lead", "/iter budget"));
  const answered = await runDoor(server, saying(server, "octo-lead", "/iter approve g1"));

  expect(raised.outputs, raised.log).toMatchObject({
    decision: "record",
    status: "paused_waiting_human",
  });
  expect(none.outputs, none.log).toMatchObject({ decision: "deny", "reason-code": "bad_amount" });
  const [, refusal, table] = commentsOfOurs(server).map(({ body }) => body);
  expect(refusal).toContain("no limit of its cost");
  expect(table).toContain("| Limit | 1,500 tokens |");
  expect(answered.outputs, answered.log).toMatchObject({ status: "finished" });
});

it("takes recipes from the folder of the workflows", async () => {
  const { github } = await opened();
  await using server = github;

  await runDoor(server, saying(server, "monalisa", "/iter run quick --dry-run"));

  expect(commentsOfOurs(server).at(-1)?.body).toContain('"rules": "be fast"');
});

it("fails nobody's form that names a run which left nothing", async () => {
  const { github } = await opened();
  await using server = github;
  const event = eventFixture("workflow_dispatch.json");
  const sender = { id: 10_002, login: "monalisa", type: "User" };
  const payload = { ...event, inputs: { "run-id": "iter_00000000000000000000" }, sender };

  const { exitCode, outputs, log } = await runDoor(server, { event: "workflow_dispatch", payload });

  expect(exitCode, log).toBe(0);
  expect(outputs).toMatchObject({ decision: "deny", "reason-code": "no_checkpoint" });
});
