import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import {
  change,
  createRepo,
  command,
  play,
  pullRequest,
  branch,
  setupOf,
} from "#support/ready-repository.ts";
import type { Played } from "#support/ready-repository.ts";
import type { BareRepo } from "#support/bare-repo.ts";
import { playDispatched, playSplit, readToken } from "#support/split-jobs.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 600_000 });

const workflow = `schema decision:
  approved: bool
  reason: string

prompt ask:
  Is it right?

prompt commit:
  Commit it.

agent edit:
  model: "anthropic/claude-sonnet-4-5"
  user: ask

agent push:
  model: "anthropic/claude-sonnet-4-5"
  tools: [github.commit]
  user: commit

workflow pr:
  entry: edit
  EDGES
  push -> done
`;
const gate = `human look:
  instructions: ask
  output: decision

`;
const gated = "edit -> look\n  look -> push when approved\n  look -> fail when not approved";
const script = `run_tools: true
nodes:
  edit: [{ output: done }]
  push:
    - tool_calls: [{ tool: github.commit, input: { message: "Add c" } }]
    - output: done
`;

function setup(repo: BareRepo, edges: string): GithubSetup {
  const made = setupOf(repo, script);
  const files = {
    "script.yaml": script,
    ".github/iter.yml": "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n",
    ".github/iter/pr.iter": workflow
      .replace("workflow pr:", edges === gated ? `${gate}workflow pr:` : "workflow pr:")
      .replace("EDGES", edges),
  };
  const tokens = { ...made.tokens, [readToken]: "github-actions[bot]" };
  return { ...made, files, tokens, readers: [readToken] };
}

it("goes on in a fresh clone with what nodes did before a gate", async () => {
  const repo = createRepo();
  await using github = await startGithub(setup(repo, gated));

  const first = pullRequest(repo);
  edit(first.workspace);
  const paused = await play(github, first);
  rmSync(first.workspace, { recursive: true });
  const done = await play(github, command(github, repo, `/iter approve g1 ${repo.head}`));

  expect(paused.outputs["status"], paused.log).toBe("paused_waiting_human");
  expect(done.outputs["status"], done.log).toBe("finished");
  expect(repo.git("show", `${branch}:src/session.ts`)).toBe("export const c = 3;");
  expect(repo.git("show", `${branch}:src/new.ts`)).toBe("new");
  expect(repo.git("rev-parse", `${branch}^`)).toBe(repo.head);
});

it("commits in one job what another has changed", async () => {
  const repo = createRepo();
  await using github = await startGithub(setup(repo, "edit -> push"));
  let edits = false;
  const clone = (): Record<string, string> => {
    const workspace = repo.checkout(repo.head);
    if (edits) edit(workspace);
    edits = false;
    return { GITHUB_WORKSPACE: workspace, GITHUB_SHA: repo.base };
  };
  const job = { inputs: { simulate: "script.yaml" }, environment: clone };

  const beforeAgents = (): void => {
    edits = true;
  };
  const first = await playSplit(github, { ...pullRequest(repo), ...job }, { beforeAgents });
  const second = await playDispatched(github, job);

  expect(first.agents?.outputs["reason-code"], first.agents?.log).toBe("effects_pending");
  expect(second.apply?.outputs["status"], `${first.apply?.log}\n=====${second.plan?.log}`).toBe(
    "finished",
  );
  expect(repo.git("show", `${branch}:src/session.ts`)).toBe("export const c = 3;");
  expect(repo.git("rev-parse", `${branch}^`)).toBe(repo.head);
});

it("asks people what becomes of a run whose work doesn't fit, and does what they say", async () => {
  const repo = createRepo();
  await using github = await startGithub(setup(repo, gated));
  const first = pullRequest(repo);
  edit(first.workspace);
  await play(github, first);
  const say = async (words: string, { bare = false } = {}): ReturnType<typeof play> => {
    const asked: Played = command(github, repo, words);
    if (bare) rmSync(join(asked.workspace, ".git"), { recursive: true });
    return play(github, asked);
  };

  const lost = await say(`/iter approve g1 ${repo.head}`, { bare: true });

  expect(lost.outputs, lost.log).toMatchObject({
    ...{ status: "paused_waiting_human", decision: "answer", "gate-id": "g2" },
  });
  expect(lost.exitCode).toBe(0);
  expect(stickies(github)[0]).toContain("`fetch-depth: 0`");
  expect(stickies(github)[0]).toContain('/iter answer g2 "go on without it"');

  const again = await say('/iter answer g2 "try again"', { bare: true });
  expect(again.outputs, again.log).toMatchObject({ "gate-id": "g3" });

  const done = await say('/iter answer g3 "try again"');
  expect(done.outputs["status"], done.log).toBe("finished");
  expect(repo.git("show", `${branch}:src/session.ts`)).toBe("export const c = 3;");
});

it.each([
  ["go on without it", "finished", "nothing has changed since the last commit"],
  ["give up", "cancelled", "run cancelled"],
])("does as people say of work that doesn't fit: %s", async (choice, status, log) => {
  const repo = createRepo();
  await using github = await startGithub(setup(repo, gated));
  const first = pullRequest(repo);
  edit(first.workspace);
  await play(github, first);
  const asked = command(github, repo, `/iter approve g1 ${repo.head}`);
  rmSync(join(asked.workspace, ".git"), { recursive: true });
  await play(github, asked);

  const done = await play(github, command(github, repo, `/iter answer g2 "${choice}"`));

  expect(done.outputs["status"], done.log).toBe(status);
  expect(done.log).toContain(log);
  expect(repo.git("rev-parse", branch)).toBe(repo.head);
});

/** What an agent would do; simulated ones change nothing. */
function edit(workspace: string): void {
  change(workspace, "src/session.ts", "export const c = 3;\n");
  change(workspace, "src/new.ts", "new\n");
}
