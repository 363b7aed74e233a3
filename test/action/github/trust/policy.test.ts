import { expect, it, vi } from "vitest";
import { cutToPolicy, refuseForkByPolicy } from "#src/action/github/trust/policy.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 60_000 });

/** An agent behind the gate, whose tool a server might lend it. */
const workflow = gate.replace("-> done when", "-> say when").replace(
  "workflow pr:",
  `agent say:
  model: "anthropic/claude-sonnet-4-5"
  tools: [github.comment]
  user: ask

workflow pr:
  say -> done`,
);
const script = `run_tools: true
nodes:
  say:
    - tool_calls: [{ tool: github.comment, input: { body: "Approved." } }]
    - output: said
`;
const inputs = { simulate: "script.yaml" };

/** The repository with a policy of its owner. */
function setupWith(policy: string) {
  const files = {
    ".github/iter.yml":
      "version: 1\ntriggers: { review: { on: [pull_request, command], workflow: pr } }\n",
    ".github/iter/pr.iter": workflow,
    "script.yaml": script,
  };
  const otherFiles = {
    "octo-org/.github": { ".github/iter.yml": `version: 1\npolicy: ${policy}\n` },
  };
  return { ...helloWorld, files, otherFiles };
}

const opened = { event: "pull_request", payload: fixture("pull_request.opened.json"), inputs };

it("starts nothing against the policy", async () => {
  await using github = await startGithub(setupWith("{ models: ['openai/*'] }"));

  const { exitCode, outputs, log } = await playJob(github, opened);

  expect(exitCode).toBe(1);
  expect(outputs, log).toMatchObject({ status: "none", "reason-code": "policy_model" });
  expect(log).toContain("allowed: `openai/*`");
  expect(stickies(github)).toHaveLength(0);
});

it("tells the commander what the policy doesn't allow", async () => {
  await using github = await startGithub(setupWith("{ models: ['openai/*'] }"));

  const { outputs, log } = await playComment(
    github,
    { login: "monalisa", body: "/iter run review" },
    { inputs },
  );

  expect(outputs, log).toMatchObject({ decision: "deny", "reason-code": "policy_model" });
  const replies = [...github.state.comments.values()].map(({ body }) => body);
  expect(replies.at(-1)).toContain("doesn't allow in `models`");
});

it("goes on with no run against a policy that came later", async () => {
  const setup = setupWith("{}");
  await using github = await startGithub(setup);
  await playJob(github, opened);
  Object.assign(setup.otherFiles["octo-org/.github"], {
    ".github/iter.yml": "version: 1\npolicy: { models: ['openai/*'] }\n",
  });

  const { outputs, log } = await playComment(
    github,
    { login: "monalisa", body: "/iter approve g1" },
    { inputs },
  );

  expect(outputs, log).toMatchObject({ decision: "deny", "reason-code": "policy_model" });
  expect(stickies(github)[0]).toContain("waiting for an answer");
});

it("goes on no further than a policy that came later lets it", async () => {
  const setup = setupWith("{}");
  setup.files[".github/iter/pr.iter"] = workflow.replace(
    /agent say:[^]*?\n\n/,
    'tool say:\n  command: "true"\n\n',
  );
  await using github = await startGithub(setup);
  await playJob(github, opened);
  setup.otherFiles["octo-org/.github"][".github/iter.yml"] =
    "version: 1\npolicy: { max-tier: read }\n";

  const { log } = await playComment(
    github,
    { login: "monalisa", body: "/iter approve g1" },
    { inputs },
  );

  expect(log).toContain("`say` needs the tier `sandbox`, and this run has `read`");
});

it("lets no run of a fork go on where forks came to be forbidden", () => {
  const config = { version: 1, policy: { "forbid-forks": true } } as const;

  expect(() => refuseForkByPolicy({ config }, { pr: { fork: true } })).toThrow(/fork/);
  expect(() => refuseForkByPolicy({ config }, { pr: { fork: false } })).not.toThrow();
  expect(() =>
    refuseForkByPolicy({ config: { version: 1 } }, { pr: { fork: true } }),
  ).not.toThrow();
});

it("lends no tool that the policy has no room for", async () => {
  const called: string[] = [];
  const listed = ["github.checks", "github.diff"].map((name) => ({
    ...{ name, description: "Reads.", inputSchema: {} },
  }));
  const tools: ToolPort = {
    list: () => listed,
    readsOnly: () => true,
    call(name) {
      called.push(name);
      return Promise.resolve({ output: "read", failed: false });
    },
  };
  const config = { version: 1, policy: { tools: ["github.checks"] } } as const;

  const cut = cutToPolicy({ config }, { tools }).tools;
  const options = { signal: new AbortController().signal } as Parameters<ToolPort["call"]>[2];
  const denied = await cut.call("github.diff", {}, options);

  expect(cut.list().map(({ name }) => name)).toEqual(["github.checks"]);
  expect(denied.failed).toBe(true);
  expect(called).toEqual([]);
});

it("lets no event of a fork start anything", async () => {
  const setup = setupWith("{ forbid-forks: true }");
  await using github = await startGithub(setup);
  const pull = fixture("pull_request.opened.json") as { pull_request: { head: { repo: object } } };
  const head = { ...pull.pull_request.head, repo: { ...pull.pull_request.head.repo, id: 5002 } };
  const payload = { ...pull, pull_request: { ...pull.pull_request, head } };

  const { outputs, log } = await playJob(github, {
    ...{ event: "pull_request_target", payload },
    inputs: { ...inputs, "allow-forks": "read-only" },
  });

  expect(outputs, log).toMatchObject({ decision: "ignore", "reason-code": "fork_not_allowed" });
});
