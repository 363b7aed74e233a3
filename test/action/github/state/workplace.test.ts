import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, vi } from "vitest";
import { playJob } from "#support/action-job.ts";
import type { Step } from "#support/action-step.ts";
import type { BareRepo } from "#support/bare-repo.ts";
import { branch, change, createRepo, pullRequest, setupOf } from "#support/ready-repository.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

// Each of these plays a job or two, with git.
vi.setConfig({ testTimeout: 120_000 });

/** Writes down where it is and at what, changes a file, and commits that. */
const workflow = `tool look:
  command: \`pwd > "$SHOWN"; git rev-parse HEAD >> "$SHOWN"; cat session.ts >> "$SHOWN"; echo "export const c = 3;" > c.ts\`
  env: [SHOWN]

tool push:
  command: "iter github call github.commit '{\\"message\\": \\"Add c\\"}'"

workflow pr:
  entry: look
  look -> push
  push -> done
`;

function setup(repo: BareRepo): GithubSetup {
  const files = {
    ".github/iter.yml": "version: 1\ntriggers: { review: { on: pull_request, workflow: pr } }\n",
    ".github/iter/pr.iter": workflow,
  };
  return { ...setupOf(repo, ""), files };
}

interface Played {
  readonly step: Step;
  readonly shown: readonly string[];
}

/** The job of the pull request, whose workspace is a checkout of `ref`. */
async function play(
  github: LoopbackGithub,
  repo: BareRepo,
  workspace: string,
  folder = "src",
): Promise<Played> {
  // As a server has it: owner, then name.
  const server = join(dirname(repo.bare), "server");
  if (!existsSync(server)) {
    mkdirSync(join(server, "octo-org"), { recursive: true });
    symlinkSync(repo.bare, join(server, "octo-org/hello-world.git"));
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true");
  }
  const shown = join(dirname(repo.bare), "shown");
  const { event, payload } = pullRequest(repo);
  const inputs = { simulate: "false", "working-directory": folder };
  const environment = {
    GITHUB_SHA: "0".repeat(40),
    GITHUB_SERVER_URL: pathToFileURL(server).href,
    SHOWN: shown,
  };
  const step = await playJob({ url: github.url, event, payload, workspace, inputs, environment });
  return { step, shown: existsSync(shown) ? readFileSync(shown, "utf8").split("\n") : [] };
}

it("works on exactly the run's commit beside a workspace of another one", async () => {
  const repo = createRepo();
  await using github = await startGithub(setup(repo));
  const workspace = repo.checkout("main");
  change(workspace, "src/left.ts", "something that a step before left\n");

  const { step, shown } = await play(github, repo, workspace);

  expect(step.outputs["status"], step.log).toBe("finished");
  expect(shown[0]).toMatch(/\/iter-work\/iter_\w{20}\/src$/);
  expect(shown.slice(1, 3)).toEqual([repo.head, "export const a = 2;"]);
  expect(repo.git("rev-parse", `${branch}~1`)).toBe(repo.head);
  expect(repo.git("diff", "--name-only", repo.head, branch)).toBe("src/c.ts");
  expect(existsSync(join(workspace, "src/c.ts"))).toBe(false);
  expect(step.log).not.toContain("stale_base");
});

it("works in a folder of the commit that it fetches itself, and says if there is none", async () => {
  const repo = createRepo();
  await using github = await startGithub(setup(repo));
  const empty = (): string => mkdtempSync(join(tmpdir(), "iter-empty-"));

  const { step, shown } = await play(github, repo, empty());
  await using other = await startGithub(setup(repo));
  const without = play(other, repo, empty(), "app");

  expect(step.outputs["status"], step.log).toBe("finished");
  expect(shown[1]).toBe(repo.head);
  await expect(without).rejects.toThrow("`working-directory` is `app`, and there is no such");
});

it("works in the workspace where that is at the run's commit", async () => {
  const repo = createRepo();
  await using github = await startGithub(setup(repo));
  const workspace = repo.checkout(repo.head);

  const { step, shown } = await play(github, repo, workspace);

  expect(step.outputs["status"], step.log).toBe("finished");
  expect(shown[0]).toBe(join(workspace, "src"));
  expect(existsSync(join(workspace, "src/c.ts"))).toBe(true);
  rmSync(workspace, { recursive: true });
});
