import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor, saying } from "#support/door-step.ts";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const opened = { event: "pull_request", payload: eventFixture("pull_request.opened.json") };

function start(more: string): Promise<LoopbackGithub> {
  const config = `version: 1\ntriggers:\n  review: { on: [pull_request, command], workflow: pr, concurrency: { policy: queue } }\n${more}`;
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };
  return startGithub({ ...helloWorld, files });
}

it("takes the answer to a gate of which no comment speaks", async () => {
  await using github = await start("report: { comment: false }\n");
  await runDoor(github, opened);

  const { outputs, log } = await runDoor(github, saying(github, "octo-lead", "/iter approve g1"));

  expect(outputs, log).toMatchObject({ decision: "answer", status: "finished" });
  expect(commentsOfOurs(github)).toEqual([]);
});

it("asks reviewers where no comment is written", async () => {
  await using github = await start(
    "report: { comment: false }\ngates: { review: { approvers: [monalisa] } }\n",
  );

  await runDoor(github, opened);

  expect(github.calls).toContain(
    "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
  );
});

it("loses no gate while a later run waits for its turn", async () => {
  await using github = await start("");
  const first = await runDoor(github, saying(github, "monalisa", "/iter run review"));
  await runDoor(github, saying(github, "monalisa", "/iter run review"));

  const run = first.outputs["run-id"] ?? "";
  const named = saying(github, "octo-lead", `/iter approve g1 --run ${run}`);
  const answered = await runDoor(github, named);
  const late = await runDoor(github, saying(github, "monalisa", `/iter approve g1 --run ${run}`));

  expect(answered.outputs, answered.log).toMatchObject({ decision: "answer" });
  expect(late.outputs).toMatchObject({ decision: "deny", "reason-code": "gate_closed" });
});

it("cancels every run of a closed pull request, told of or not", async () => {
  await using github = await start("");
  await runDoor(github, saying(github, "monalisa", "/iter run review"));
  await runDoor(github, saying(github, "monalisa", "/iter run review"));

  const payload = { ...opened.payload, action: "closed" };
  await runDoor(github, { event: "pull_request", payload });
  const { outputs } = await runDoor(github, saying(github, "monalisa", "/iter approve g1"));

  expect(outputs).toMatchObject({ decision: "deny" });
  expect(outputs["reason-code"]).toMatch(/run_ended|thread_closed/);
});

it.each([
  ["of which a comment speaks", ""],
  ["of which none does", "report: { comment: false }\n"],
])("says what is wrong with a checkpoint that is gone, of a run %s", async (_, more) => {
  await using github = await start(more);
  const first = await runDoor(github, opened);
  const run = first.outputs["run-id"] ?? "";
  github.state.refs.delete(`refs/iter/runs/${run}`);

  for (const words of ["/iter approve g1", "/iter retry", `/iter status --run ${run}`]) {
    const { outputs, log, exitCode } = await runDoor(github, saying(github, "octo-lead", words));

    expect(outputs, log).toMatchObject({ decision: "deny", "reason-code": "bad_checkpoint" });
    expect(exitCode).toBe(0);
    const said = commentsOfOurs(github).at(-1)?.body;
    expect(said).toContain(`The checkpoint of \`${run}\` can't be used: the run keeps none`);
    expect(said).toContain("`/iter run review` starts another one");
  }
});
