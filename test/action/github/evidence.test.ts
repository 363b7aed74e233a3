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
