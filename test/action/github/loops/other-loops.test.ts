/** Two triggers that mend one thread. Spec: github §13. */
import { expect, it } from "vitest";
import { gate } from "#support/action-step.ts";
import { eventFixture, runDoor, saying } from "#support/door-step.ts";
import { failedRun } from "#support/failing-checks.ts";
import { headSha, helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

const config = `version: 1
triggers:
  refine: { on: [command, review_feedback], workflow: pr }
  mend: { on: ci_failure, workflows: [CI], workflow: pr, loop: { rerun-first: false } }
`;

it("lets one loop at a time mend a thread, after what no loop could mend", async () => {
  const run = failedRun({ id: 990_001, sha: headSha });
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };
  await using github = await startGithub({ ...helloWorld, files, workflowRuns: [run] });
  await runDoor(github, saying(github, "monalisa", "/iter run refine"));
  const failed = { event: "workflow_run", payload: eventFixture("workflow_run.completed.json") };

  const busy = await runDoor(github, failed);
  const thread = github.state.threads.get(42);
  if (thread !== undefined) thread.draft = true;
  const draft = await runDoor(github, failed);
  if (thread !== undefined) thread.draft = false;
  await runDoor(github, saying(github, "monalisa", "/iter cancel"));
  const alone = await runDoor(github, failed);

  expect(busy.outputs, busy.log).toMatchObject({ "reason-code": "run_in_progress" });
  expect(draft.outputs, draft.log).toMatchObject({ "reason-code": "draft" });
  expect(alone.outputs, alone.log).toMatchObject({
    decision: "start",
    status: "paused_waiting_human",
  });
});
