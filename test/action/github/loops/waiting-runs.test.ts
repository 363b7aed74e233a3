/** Runs that wait for checks without a job. Spec: github §2.4, §13. */
import { expect, it } from "vitest";
import { check, ended, failedRun } from "#support/failing-checks.ts";
import { createRepo, play, pullRequest, setupOf } from "#support/ready-repository.ts";
import { startGithub } from "#testing/github/server.ts";

const waiting = `schema checks_result:
  passed: bool

tool watch:
  command: \`iter github call github.checks '{"wait": "required"}'\`
  readonly: true
  output: checks_result

workflow watching:
  entry: watch
  watch -> done
`;
const config = `version: 1
triggers:
  one: { on: pull_request, workflow: watching }
  two: { on: pull_request, workflow: watching }
`;

it("goes on with every run that waits for a commit", async () => {
  const repo = createRepo();
  const files = {
    ".github/iter.yml": config,
    ".github/iter/watching.iter": waiting,
    "script.yaml": "run_tools: true\nnodes: {}\n",
  };
  await using github = await startGithub({ ...setupOf(repo, ""), files });
  check(github, repo.head, null);
  const first = await play(github, pullRequest(repo));
  expect(first.outputs, first.log).toMatchObject({ "reason-code": "waiting_for_ci" });

  check(github, repo.head, "success");
  const passed = { ...failedRun({ id: 7, sha: repo.head }), conclusion: "success" };
  const second = await play(github, ended(repo, passed));

  expect(second.log.match(/run finished/g), second.log).toHaveLength(2);
});
