import { expect, it, vi } from "vitest";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { EnvironmentReview } from "#testing/github/state.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 60_000 });

const config = `version: 1
safe-outputs: { dispatch: { workflows: [deploy.yml] } }
triggers: { review: { on: pull_request, workflow: pr } }
gates: { "*": { surface: environment, environment: production } }
`;
/** Two gates behind each other, then something that can't be taken back. */
const workflow = gate.replace("-> done when", "-> confirm when").replace(
  "workflow pr:",
  `human confirm:
  output: verdict
  instructions: ask

agent ship:
  model: "anthropic/claude-sonnet-4-5"
  tools: ["github.dispatch"]
  user: ask

workflow pr:
  confirm -> ship when approved
  confirm -> fail when not approved
  ship -> done`,
);
const script = `run_tools: true
nodes:
  ship:
    - tool_calls: [{ tool: github.dispatch, input: { workflow: deploy.yml } }]
    - output: shipped
`;
const setup = {
  ...helloWorld,
  environments: { production: ["octo-lead", "monalisa"], open: [] },
  files: {
    ".github/iter.yml": config,
    ".github/iter/pr.iter": workflow,
    "script.yaml": script,
  },
};
const inputs = { simulate: "script.yaml" };
const yes = { environment: "production", state: "approved", comment: "ship it" } as const;

it("names the environment that the gate asks for, and goes on when its reviewer has approved", async () => {
  await using github = await startGithub(setup);
  const opened = await open(github);
  review(github, opened, { ...yes, by: "octo-lead" });

  const { outputs, log } = await resume(github, opened);

  expect(opened.outputs, opened.log).toMatchObject({
    ...{ status: "paused_waiting_human", "gate-id": "g1", "gate-environment": "production" },
  });
  expect(outputs, log).toMatchObject({
    ...{ decision: "answer", "reason-code": "approved", "gate-id": "g2" },
    "gate-environment": "production",
  });
  expect(stickies(github)[0]).toContain("by the reviewers of the environment `production`");
});

it("counts an approval for one gate", async () => {
  await using github = await startGithub(setup);
  const opened = await open(github);
  review(github, opened, { ...yes, by: "octo-lead" });
  await resume(github, opened);

  const again = await resume(github, opened);
  review(github, opened, { ...yes, by: "octo-lead" }, { ...yes, by: "octo-lead" });
  const second = await resume(github, opened);

  expect(again.outputs, again.log).toMatchObject({
    ...{ decision: "deny", "reason-code": "approval_not_recorded" },
  });
  expect(second.outputs, second.log).toMatchObject({ status: "finished" });
  expect(github.state.dispatches).toHaveLength(1);
});

it.each<readonly [string, readonly EnvironmentReview[]]>([
  ["nobody has approved", []],
  ["another environment was approved", [{ ...yes, environment: "open", by: "octo-lead" }]],
])("stays at the gate where %s", async (_what, said) => {
  await using github = await startGithub(setup);
  const opened = await open(github);
  review(github, opened, ...said);

  const { outputs, log } = await resume(github, opened);

  expect(outputs, log).toMatchObject({
    ...{ decision: "deny", "reason-code": "approval_not_recorded" },
  });
  expect(stickies(github)[0]).toContain("**g1");
});

it("takes no approval of a workflow run in which the gate was not opened", async () => {
  await using github = await startGithub(setup);
  const opened = await open(github);
  const other = { ...opened, workflowRun: opened.workflowRun + 500_000 };
  review(github, other, { ...yes, by: "octo-lead" });

  const { outputs, log } = await resume(github, other);

  expect(outputs, log).toMatchObject({
    status: "paused_waiting_human",
    "reason-code": "mode_given",
  });
  expect(stickies(github)[0]).toContain("**g1");
});

it("takes a rejection, and the approval of nobody who had a part in it", async () => {
  const strict = config.replace("production }", "production, self-approval: never }");
  const files = { ...setup.files, ".github/iter.yml": strict };
  await using github = await startGithub({ ...setup, files });
  const opened = await open(github);
  review(github, opened, { ...yes, by: "octocat" });
  const own = await resume(github, opened);

  review(github, opened, { ...yes, state: "rejected", by: "octo-lead" });
  const { outputs, log } = await resume(github, opened);

  expect(own.outputs, own.log).toMatchObject({ "reason-code": "self_approval" });
  expect(outputs, log).toMatchObject({ "reason-code": "rejected", status: "failed" });
});

it.each(["open", "nowhere"])(
  "opens no gate for the environment `%s`, which asks nobody",
  async (name) => {
    const files = { ...setup.files, ".github/iter.yml": config.replace("production", name) };
    await using github = await startGithub({ ...setup, files });

    const { outputs, log } = await open(github);

    expect(outputs, log).toMatchObject({
      ...{ status: "failed_resumable", "reason-code": "environment_unprotected" },
    });
    expect(log).toContain("required reviewers");
  },
);

it("opens the gate again whose approval is gone before something is pushed", async () => {
  await using github = await startGithub(setup);
  const opened = await open(github);
  review(github, opened, { ...yes, by: "octo-lead" });
  await resume(github, opened);
  github.state.environmentReviews.delete(opened.workflowRun);

  const { outputs, log } = await playComment(
    github,
    { login: "monalisa", body: "/iter approve g2" },
    { inputs },
  );

  expect(outputs, log).toMatchObject({ status: "paused_waiting_human", "node-id": "review" });
  expect(github.state.dispatches).toHaveLength(0);
});

function open(github: LoopbackGithub): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json");
  return playJob(github, { event: "pull_request", payload, inputs });
}

/** The job behind the one that waited for the environment, in the same workflow run. */
function resume(
  github: LoopbackGithub,
  { workflowRun, outputs, payload }: JobDone,
): Promise<JobDone> {
  const more = { mode: "resume", "run-id": outputs["run-id"] ?? "" };
  return playJob(github, {
    ...{ event: "pull_request", payload, workflowRun },
    inputs: { ...inputs, ...more },
  });
}

/** What reviewers have said so far in a workflow run. */
function review(
  { state }: LoopbackGithub,
  { workflowRun }: JobDone,
  ...said: readonly EnvironmentReview[]
): void {
  state.environmentReviews.set(workflowRun, said);
}
