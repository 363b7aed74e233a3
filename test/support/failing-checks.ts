/** A pull request whose checks fail, with what tells of it. */
import { branch, change, repository, sender } from "#support/ready-repository.ts";
import type { Played } from "#support/ready-repository.ts";
import type { BareRepo } from "#support/bare-repo.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { WorkflowRun } from "#testing/github/state.ts";

const path = ".github/workflows/ci.yml";

/** A failure as tests name it. */
interface Failure {
  readonly id: number;
  readonly sha: string;
  readonly log?: string;
  readonly attempt?: number;
  readonly branch?: string;
}

/** A run of CI that failed. */
export function failedRun({
  id,
  sha,
  log = "error: b is 2",
  attempt = 2,
  ...more
}: Failure): WorkflowRun {
  const steps = [{ name: "Test", conclusion: "failure" }];
  return {
    ...{ id, name: "CI", path, head_sha: sha, head_branch: more.branch ?? branch },
    ...{ event: "pull_request", status: "completed", conclusion: "failure", run_attempt: attempt },
    jobs: [{ id: id + 1, name: "test", conclusion: "failure", steps, log }],
  };
}

/** The event that tells of it. */
export function ended(repo: BareRepo, run: WorkflowRun): Played {
  const pull_requests = [
    { number: 42, head: { ref: branch, sha: run.head_sha }, base: { ref: "main", sha: repo.base } },
  ];
  const workflow_run = {
    ...{ id: run.id, name: run.name, path: run.path, event: run.event },
    ...{ head_sha: run.head_sha, head_branch: branch, run_attempt: run.run_attempt },
    ...{ status: run.status, conclusion: run.conclusion, updated_at: "2999-01-01T00:00:00Z" },
    ...{ head_repository: repository, pull_requests },
  };
  const payload = { action: "completed", workflow_run, repository, sender };
  return { event: "workflow_run", payload, workspace: repo.checkout(run.head_sha) };
}

/** A check of the commit at the branch, as CI writes it. */
export function check(github: LoopbackGithub, sha: string, conclusion: string | null): void {
  const status = conclusion === null ? "in_progress" : "completed";
  const fields = { name: "test", head_sha: sha, status, conclusion };
  github.state.checks.set(7001, { id: 7001, fields });
}

/** The same job with the fix in its checkout. */
export function fixed(played: Played, b: number): Played {
  change(played.workspace, "src/session.ts", `export const b = ${b};\n`);
  return played;
}
