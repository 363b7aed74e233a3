/** A repository as `iter github init` leaves it with every ready workflow, on a loopback GitHub with real git behind it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setupFiles } from "#src/github/setup/files.ts";
import { readyNames } from "#src/github/setup/ready.ts";
import { playJob } from "#support/action-job.ts";
import type { Step } from "#support/action-step.ts";
import { createBareRepo } from "#support/bare-repo.ts";
import type { BareRepo } from "#support/bare-repo.ts";
import { helloWorld } from "#support/github.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

const action = { repository: "iter/action", ref: "v1", commit: null };
/** The branch of the pull request. */
export const branch = "fix/session-cookie";

/** A pull request that is one commit ahead. */
export function createRepo(): BareRepo {
  return createBareRepo(
    { "src/session.ts": "export const a = 1;\n", "README.md": "# Hello\n" },
    { "src/session.ts": "export const a = 2;\nexport const b = a;\n" },
    branch,
  );
}

/** A repository as `iter github init` leaves it with every ready workflow, and what models answer. */
export function setupOf(
  repo: BareRepo,
  script: string,
  more: Partial<GithubSetup> = {},
): GithubSetup {
  return {
    ...helloWorld,
    git: repo.bare,
    threads: [
      {
        number: 42,
        title: "Validate the session cookie before use",
        author: "octocat",
        head: { sha: repo.head, ref: branch },
        base: { sha: repo.base, ref: "main" },
      },
    ],
    files: {
      ...setupFiles({
        ...{ bot: false, reusable: false, watched: ["CI"] },
        ready: readyNames,
        action,
      }),
      "script.yaml": script,
    },
    ...more,
  };
}

/** An event, and the checkout of its job. */
export interface Played {
  readonly event: string;
  readonly payload: object;
  readonly workspace: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Plays the job of an event. */
export function play(
  github: LoopbackGithub,
  { event, payload, workspace, inputs: more, environment: own }: Played,
): Promise<Step> {
  const inputs = { simulate: "script.yaml", ...more };
  const environment = { GITHUB_SHA: "0".repeat(40), ...own };
  return playJob({ url: github.url, event, payload, workspace, inputs, environment });
}

/** As payloads have it. */
export const repository: object = {
  ...{ id: 5001, name: "hello-world", full_name: "octo-org/hello-world", default_branch: "main" },
  owner: { login: "octo-org" },
};
/** As payloads have them. */
export const sender: object = { id: 10_001, login: "octocat", type: "User" };

/** An event of the pull request. */
export function pullRequest(repo: BareRepo, sha: string = repo.head, action = "opened"): Played {
  const at = "2999-01-01T00:00:00Z";
  const pull_request = {
    ...{ number: 42, title: "Validate", body: "", state: "open", draft: false, updated_at: at },
    user: { login: "octocat", id: 10_001 },
    head: { sha, ref: branch, repo: repository },
    base: { sha: repo.base, ref: "main", repo: repository },
  };
  const payload = { action, number: 42, pull_request, repository, sender };
  return { event: "pull_request", payload, workspace: repo.checkout(sha) };
}

/** The event of a comment that octocat or somebody else writes. */
export function command(
  github: LoopbackGithub,
  repo: BareRepo,
  body: string,
  { thread = 42, by = "octocat" }: { readonly thread?: number; readonly by?: string } = {},
): Played {
  const { id } = github.comment(thread, by, body);
  const comment = { id, body, user: sender, created_at: "2999-01-01T00:00:00Z" };
  const issue = { number: thread, title: "T", body: "", user: sender, labels: [], state: "open" };
  const payload = { action: "created", comment, issue, repository, sender };
  const ref = github.state.threads.get(thread)?.head?.sha ?? "main";
  return { event: "issue_comment", payload, workspace: repo.checkout(ref) };
}

/** Changes a file of a checkout. */
export function change(workspace: string, path: string, text: string): void {
  const place = join(workspace, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}
