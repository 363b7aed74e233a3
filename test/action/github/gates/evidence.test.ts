import { expect, it, vi } from "vitest";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 120_000 });

/** Two people are asked, one after the other, before something is started that can't be taken back. */
const twoGates = gate.replace("-> done when", "-> confirm when").replace(
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
const files = {
  ".github/iter.yml": `version: 1
safe-outputs: { dispatch: { workflows: [deploy.yml] } }
triggers:
  review: { on: pull_request, workflow: pr }
`,
  ".github/iter/pr.iter": twoGates,
  "script.yaml": scriptOf(1),
};
const inputs = { simulate: "script.yaml" };

/** What the agent that starts something does: it asks for it so many times. */
function scriptOf(calls: number): string {
  const call = "    - tool_calls: [{ tool: github.dispatch, input: { workflow: deploy.yml } }]\n";
  return `run_tools: true\nnodes:\n  ship:\n${call.repeat(calls)}    - output: shipped\n`;
}

it.each([
  ["nothing was asked of it by a form", "push", 1, false],
  ["the form was sent before the gate", "workflow_dispatch", -600, false],
  ["the form was sent since", "workflow_dispatch", 1, true],
] as const)("looks at the job that an answer names: %s", async (_, event, minutes, pushes) => {
  await using github = await startGithub({ ...helloWorld, files });
  const { outputs } = await open(github);
  const command = `approve g1 --run ${outputs["run-id"] ?? ""}`;
  const sender = { id: 10_002, login: "monalisa", type: "User" };
  const payload = fixture("workflow_dispatch.json", { inputs: { command }, sender });
  const form = await playJob(github, { event: "workflow_dispatch", payload, inputs });
  const createdAt = new Date(Date.now() + minutes * 60_000).toISOString();
  const path = ".github/workflows/iter.yml";
  const job = { status: "completed", event, path, actor: sender, createdAt } as const;
  github.state.jobs.set(form.workflowRun, { ...job, actor: { id: 10_002, login: "monalisa" } });

  const done = await say(github, "octo-lead", "/iter approve g2");

  expect(form.outputs, form.log).toMatchObject({ decision: "answer" });
  expect(github.state.dispatches, done.log).toHaveLength(pushes ? 1 : 0);
});

it("asks again instead of pushing if who approved may not any more", async () => {
  const accounts = [...helloWorld.accounts];
  await using github = await startGithub({ ...helloWorld, accounts, files });
  await open(github);
  await say(github, "monalisa", "/iter approve g1");
  accounts[1] = { id: 10_002, login: "monalisa", level: "read" };

  const asked = await say(github, "octo-lead", "/iter approve g2");

  expect(asked.outputs, asked.log).toMatchObject({ status: "paused_waiting_human" });
  expect(github.state.dispatches).toHaveLength(0);
});

it("pushes behind gates whose answers can be read where they were given", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  await open(github);
  await say(github, "monalisa", "/iter approve g1");

  const done = await say(github, "octo-lead", "/iter approve g2");

  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
  expect(github.state.dispatches).toHaveLength(1);
});

it.each([
  ["is deleted", (github: LoopbackGithub, id: number) => github.state.comments.delete(id)],
  [
    "is edited to say something else",
    (github: LoopbackGithub, id: number) => rewrite(github, id, "/iter reject g1"),
  ],
  [
    "was somebody else's, whose name a forged log gives",
    (github: LoopbackGithub, id: number) => {
      const found = github.state.comments.get(id);
      const author = { id: 10_003, login: "hubot" };
      if (found !== undefined) github.state.comments.set(id, { ...found, author });
    },
  ],
] as const)("asks again instead of pushing if an approval %s", async (_, change) => {
  const script = { "script.yaml": scriptOf(2) };
  await using github = await startGithub({ ...helloWorld, files: { ...files, ...script } });
  await open(github);
  await say(github, "monalisa", "/iter approve g1");
  const approval = [...github.state.comments.values()].find(
    ({ author }) => author.login === "monalisa",
  );
  change(github, approval?.id ?? 0);

  const asked = await say(github, "octo-lead", "/iter approve g2");
  const stopped = github.state.dispatches.length;
  await say(github, "monalisa", "/iter approve g3");
  const done = await say(github, "octo-lead", "/iter approve g4");

  expect(asked.outputs, asked.log).toMatchObject({ status: "paused_waiting_human" });
  expect(asked.log).toContain("The approval is gone, edited or dismissed");
  expect(stopped).toBe(0);
  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
  expect(github.state.dispatches, done.log).toHaveLength(1);
  expect(stickies(github)).toHaveLength(1);
});

function open(github: LoopbackGithub): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json");
  return playJob(github, { event: "pull_request", payload, inputs });
}

function say(github: LoopbackGithub, login: string, body: string): Promise<JobDone> {
  return playComment(github, { login, body }, { inputs });
}

function rewrite({ state }: LoopbackGithub, id: number, body: string): void {
  const found = state.comments.get(id);
  if (found === undefined) return;
  found.body = body;
  found.editor = found.author;
}
