import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import type { TrustedTree } from "#adapters/github/trusted-tree.ts";
import { loadConfig } from "#src/action/github/trust/load-config.ts";
import type { Job } from "#src/action/job.ts";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone } from "#support/github-job.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { Thread } from "#testing/github/state.ts";

// Each of these plays a job or two.
vi.setConfig({ testTimeout: 60_000 });

const ship = `prompt ask:
  Ship it.

agent ship:
  model: "anthropic/claude-sonnet-4-5"
  tools: ["github.dispatch"]
  user: ask

workflow ship:
  entry: ship
  ship -> done
`;
const workflows = {
  ".github/iter/pr.iter": gate,
  ".github/iter/ship.iter": ship,
  "script.yaml": `run_tools: true
nodes:
  ship:
    - tool_calls: [{ tool: github.dispatch, input: { workflow: deploy.yml } }]
    - output: shipped
`,
};
const scripted = { simulate: "script.yaml" };
const owners = `version: 1
gates: { "*": { approvers: [octo-lead] } }
safe-outputs: { dispatch: { workflows: [deploy.yml] } }
triggers:
  review: { on: pull_request, workflow: pr }
`;

it("takes the owner's file for what the repository's doesn't say", async () => {
  await using alone = await startWith(owners, null);
  await using over = await startWith(owners, "triggers: { review: { workflow: ship } }\n");
  await using without = await startWith(owners, "triggers: { review: null }\n");

  const asked = await open(alone);
  const refused = await playComment(alone, { login: "monalisa", body: "/iter approve g1" });
  const shipped = await open(over, scripted);
  const nothing = await open(without);

  expect(asked.outputs, asked.log).toMatchObject({ status: "paused_waiting_human" });
  expect(refused.outputs).toMatchObject({ decision: "deny", "reason-code": "not_an_approver" });
  expect(shipped.outputs, shipped.log).toMatchObject({ status: "finished" });
  expect(nothing.outputs).toMatchObject({ decision: "ignore", "reason-code": "no_trigger" });
});

it("stands alone where it says so, and extends nobody else's", async () => {
  await using alone = await startWith(owners, "version: 1\nextends: false\n");
  await using foreign = await startWith(owners, "version: 1\nextends: evil-org/.github\n");

  const nothing = await open(alone);
  const refused = await open(foreign);

  expect(nothing.outputs).toMatchObject({ decision: "ignore", "reason-code": "no_trigger" });
  expect(refused.exitCode).toBe(1);
  expect(refused.log).toContain("extends `evil-org/.github`, which isn't of octo-org");
});

it("checks a change over the owner's file, and beside lines only where that is wanted", async () => {
  const [pull] = helloWorld.threads ?? [];
  const tree = {
    ".github/iter.yml": "extends: octo-org/nowhere\ntriggers: { review: { workflow: pr } }\n",
    "broken.iter": gate.replace("-> fail", "-> fial"),
  };
  const over = { ...tree, ".github/iter.yml": "triggers: { review: { workflow: pr } }\n" };
  const threads = (files: typeof tree): readonly Thread[] =>
    pull === undefined ? [] : [{ ...pull, tree: files }];
  const otherFiles = { "octo-org/.github": { ".github/iter.yml": owners } };
  await using fits = await startGithub({ ...helloWorld, otherFiles, threads: threads(over) });
  await using lacks = await startGithub({ ...helloWorld, otherFiles, threads: threads(tree) });

  const silent = await open(fits, { mode: "validate", report: "summary" });
  const shown = await open(lacks, { mode: "validate" });

  expect(silent.log).toContain("Checked 2 files: 1 errors");
  expect(silent.log).toMatch(/^broken\.iter:\d+ error C001: /m);
  expect(silent.log).not.toContain("::error");
  expect(shown.log).toContain("extends `octo-org/nowhere`, which has no such file");
  expect(shown.log).toContain("::error title=bad_config,file=.github/iter.yml");
});

it("lets no repository out of the owner's policy by what it extends", async () => {
  const policy = 'policy: { gates-before: ["dispatch"] }\n';
  const own = `${owners}extends: false\ntriggers: { review: { on: pull_request, workflow: ship } }\n`;
  const alone = own.replace(/triggers:\n.*\n/, "");
  await using github = await startWith(owners + policy, alone);
  await using broken = await startWith("version: [1\n", alone);

  const refused = await open(github, scripted);
  const unread = await open(broken, scripted);

  expect(refused.outputs, refused.log).toMatchObject({ "reason-code": "policy_gate_missing" });
  expect(unread.exitCode).toBe(1);
  expect(unread.log).toContain("octo-org/.github");
  expect([...github.state.dispatches, ...broken.state.dispatches]).toHaveLength(0);
});

it("holds a repository to the owner's policy, whatever its own file says", async () => {
  const policy = 'policy: { gates-before: ["dispatch"] }\n';
  const own = "policy: { gates-before: [] }\ntriggers: { review: { workflow: ship } }\n";
  await using github = await startWith(owners + policy, own);

  const refused = await open(github, scripted);

  expect(refused.outputs, refused.log).toMatchObject({ "reason-code": "policy_gate_missing" });
  expect(github.state.dispatches).toHaveLength(0);
});

it("holds a job to the owner's policy, whatever file it names", async () => {
  const theirs = `${owners}policy: { models: ["openai/*"] }\n`;
  await using github = await startWith(theirs, null, {
    ".github/other.yml": owners.replace("workflow: pr", "workflow: ship"),
  });

  const refused = await open(github, { ...scripted, config: ".github/other.yml" });

  expect(refused.outputs, refused.log).toMatchObject({ "reason-code": "policy_model" });
});

it("takes no policy that would hold nothing", async () => {
  await using github = await startWith("version: 1\npolicy:\n  modles: [a/*]\n", null);

  const refused = await open(github);

  expect(refused.outputs, refused.log).toMatchObject({ "reason-code": "bad_config" });
  expect(refused.log).toContain(
    "octo-org/.github/.github/iter.yml:3: There is no key `modles`; did you mean `models`?",
  );
});

it("wants checkpoints encrypted where the owner does", async () => {
  await using github = await startWith(`${owners}policy: { require-state-key: true }\n`, null);

  const refused = await open(github);
  const talk = await playComment(github, { login: "hubot", body: "nice weather" });
  const asked = await open(github, { "state-key": "0123456789abcdef0123456789abcdef" });

  expect(refused.exitCode).toBe(1);
  expect(refused.outputs).toMatchObject({ "reason-code": "state_key_needed" });
  expect(talk.exitCode, talk.log).toBe(0);
  expect(asked.outputs, asked.log).toMatchObject({ status: "paused_waiting_human" });
});

it("starts nothing while the owner's file can't be read for a fault of the server", async () => {
  const server = createServer((_, answer) => answer.writeHead(500).end("{}"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const apiUrl = `http://127.0.0.1:${port}`;
  const access = { token: "x", apiUrl, repository: "octo-org/hello-world" };
  const trusted = { text: () => Promise.resolve(null) } as unknown as TrustedTree;
  const job = { inputs: { config: ".github/iter.yml" } } as unknown as Job;

  await expect(loadConfig(access, trusted, job)).rejects.toThrow();
});

function startWith(
  theirs: string,
  own: string | null,
  more: Readonly<Record<string, string>> = {},
): Promise<LoopbackGithub> {
  return startGithub({
    ...helloWorld,
    otherFiles: { "octo-org/.github": { ".github/iter.yml": theirs } },
    files: { ...workflows, ...more, ...(own === null ? {} : { ".github/iter.yml": own }) },
  });
}

function open(github: LoopbackGithub, inputs: Record<string, string> = {}): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json");
  return playJob(github, { event: "pull_request", payload, inputs });
}
