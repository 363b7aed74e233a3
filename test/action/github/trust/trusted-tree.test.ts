import { expect, it, vi } from "vitest";
import { gate, workflow } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { startGithub } from "#testing/github/server.ts";

vi.setConfig({ testTimeout: 120_000 });

const config = (settings: string): string => `version: 1
triggers:
  review: { on: pull_request, workflow: pr${settings} }
`;
const script = (summary: string): string => `nodes:
  review:
    - output: { approved: true, summary: ${summary} }
`;
const tools = (says: string): string => `tools:
  count:
    description: Counts.
    command: "printf 'as the %s says' ${says}"
    readonly: true
`;
const scripted = {
  ".github/iter.yml": config(", recipe: strict, simulate: .github/iter/answers.yaml"),
  ".github/iter/pr.iter": workflow,
  ".github/iter/answers.yaml": script("from the base"),
  ".github/iter/recipes/strict.json": JSON.stringify({
    name: "strict",
    preset_vars: { rules: "be kind" },
  }),
};

it("reads workflow, recipe and script from the base, whatever the change makes of them", async () => {
  await using github = await startGithub({ ...helloWorld, files: scripted });

  const done = await openPullRequest(github, {
    inputs: { simulate: "false" },
    files: {
      ".github/iter.yml": "version: 1\n",
      ".github/iter/pr.iter": "nothing",
      ".github/iter/answers.yaml": script("from the change"),
      ".github/iter/recipes/strict.json": "{",
    },
  });

  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
  expect(done.outputs["outputs"]).toContain("from the base");
});

it("offers the tools of the base and reaches no server of the change", async () => {
  const calling = workflow
    .replace("judge review", "agent review")
    .replace("  user: ask", "  tools: [count]\n  user: ask")
    .replace("  entry: review", "  entry: review\n  mcp:\n    autoload_project: true");
  await using github = await startGithub({
    ...helloWorld,
    files: {
      ".github/iter.yml": config(""),
      ".github/iter/pr.iter": calling,
      ".github/iter/iter.tools.yaml": tools("base"),
    },
  });
  await using server = await startAnthropicServer([
    { toolCalls: [{ name: "count", input: {} }] },
    { text: `{"approved":true,"summary":"fine"}` },
  ]);

  const done = await openPullRequest(github, {
    inputs: { simulate: "false" },
    environment: { ...server.env },
    files: {
      ".github/iter/pr.tools.yaml": tools("change"),
      ".mcp.json": `{"mcpServers":{"evil":{"command":"touch","args":["evil"]}}}`,
    },
  });

  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
  expect(JSON.stringify(server.requests.at(-1)?.body)).toContain("as the base says");
  expect(JSON.stringify(server.requests[0]?.body)).not.toContain("evil");
});

it("reads the tools of the base again when a run goes on", async () => {
  await using github = await startGithub({
    ...helloWorld,
    files: { ".github/iter.yml": config(""), ".github/iter/pr.iter": gate },
  });
  await openPullRequest(github, {});

  const files = { ".github/iter/iter.tools.yaml": "tools: [" };
  const done = await playComment(
    github,
    { login: "monalisa", body: "/iter approve g1" },
    { files },
  );

  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
});

it("takes no recipe from outside of the trusted tree", async () => {
  await using github = await startGithub({ ...helloWorld, files: scripted });

  const done = await openPullRequest(github, { inputs: { recipe: "/etc/hostname" } });

  expect(done.exitCode).toBe(1);
  expect(done.log).toContain("`/etc/hostname` leads out of the repository.");
});

function openPullRequest(
  github: Parameters<typeof playJob>[0],
  job: Partial<Parameters<typeof playJob>[1]>,
): ReturnType<typeof playJob> {
  const payload = fixture("pull_request.opened.json");
  return playJob(github, { ...job, event: "pull_request", payload });
}
