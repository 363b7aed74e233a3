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

it("says what to do where the checkout lacks the commit that the work is of", async () => {
  const repo = createRepo();
  await using github = await startGithub(setup(repo, gated));
  const first = pullRequest(repo);
  edit(first.workspace);
  await play(github, first);

  const asked: Played = command(github, repo, `/iter approve g1 ${repo.head}`);
  rmSync(join(asked.workspace, ".git"), { recursive: true });

  const { outputs } = await play(github, asked);

  expect(outputs).toMatchObject({ decision: "deny", "reason-code": "work_does_not_apply" });
  const reply = [...github.state.comments.values()].at(-1)?.body;
  expect(reply).toContain("`fetch-depth: 0`");
  expect(repo.git("rev-parse", branch)).toBe(repo.head);
});

/** What an agent would do; simulated ones change nothing. */
function edit(workspace: string): void {
  change(workspace, "src/session.ts", "export const c = 3;\n");
  change(workspace, "src/new.ts", "new\n");
}
