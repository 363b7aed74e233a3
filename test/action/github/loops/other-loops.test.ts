/** What else runs when a loop would begin: other loops on the thread, and checks of its base. Spec: github §13. */
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

const onMain = { sha: "c".repeat(40), branch: "main" };
const stillRunning = { status: "in_progress", conclusion: null };

it.each([
  [
    "of its base are red, though they run again",
    [failedRun({ id: 3, ...onMain }), { ...failedRun({ id: 4, ...onMain }), ...stillRunning }],
    "base_is_red",
  ],
  [
    "of a fork's branch of that name are red",
    [{ ...failedRun({ id: 3, ...onMain }), headRepositoryId: 9 }],
    "trigger",
  ],
])("knows whether checks %s", async (_what, others, reason) => {
  const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };
  const workflowRuns = [failedRun({ id: 990_001, sha: headSha }), ...others];
  await using github = await startGithub({ ...helloWorld, files, workflowRuns });
  const payload = eventFixture("workflow_run.completed.json");

  const { outputs, log } = await runDoor(github, { event: "workflow_run", payload });

  expect(outputs["reason-code"], log).toBe(reason);
});
