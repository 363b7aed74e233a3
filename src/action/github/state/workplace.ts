/** Where the nodes of a run work, brought to where earlier jobs left it, and what they have done there. Spec: github §8.1, §8.6. */
import { info, warning } from "@actions/core";
import { BadCheckpoint } from "#adapters/github/checkpoint/bad-checkpoint.ts";
import { fetchCommit } from "#adapters/github/fetch-commit.ts";
import type { CommitSource } from "#adapters/github/fetch-commit.ts";
import { captureWork, headOf, restoreWork } from "#adapters/github/work.ts";
import type { Work } from "#adapters/github/work.ts";
import type { Job } from "#src/action/job.ts";
import { JobRefusal } from "#src/action/job-refusal.ts";

/** The checkout of a run. */
export interface Workplace {
  /**
   * Brings a fresh checkout to where the last job left its own; only the first call does. The result
   * is the commit at which the run began, or null where nothing is checked out.
   */
  ready(): Promise<string | null>;
  /** What was done since the run began; until the checkout is ready, what earlier jobs did. */
  capture(): Promise<Work | null>;
}

/**
 * Opens the workspace of a job for a run, with the work of the jobs before it. What is empty is
 * filled from the source; a checkout that the job made itself stays what it is.
 */
export function openWorkplace(
  { workspace, environment, redactor }: Job,
  left: Work | null,
  source: CommitSource | null = null,
): Workplace {
  const checkout = { folder: workspace, environment };
  let began: Promise<string | null> | undefined;

  /** A run that needs no files goes on without them; one that wants to commit is told. */
  async function checkOut(from: CommitSource): Promise<void> {
    if ((await headOf(checkout)) !== null) return;
    try {
      if (await fetchCommit(checkout, from)) info(`${from.commit} is checked out.`);
    } catch (fault) {
      const why = fault instanceof Error ? fault.message : String(fault);
      warning(`The commit of the run can't be checked out: ${redactor.text(why)}`);
    }
  }

  async function begin(): Promise<string | null> {
    if (source !== null) await checkOut({ ...source, commit: left?.base ?? source.commit });
    if (left === null) return headOf(checkout);
    try {
      await restoreWork(checkout, left);
    } catch (fault) {
      if (!(fault instanceof BadCheckpoint)) throw fault;
      throw new JobRefusal(fault.code, `The run can't go on with its work: ${fault.message}.`, {
        hint: "check the repository out in the job, with `fetch-depth: 0`",
      });
    }
    return left.base;
  }

  return {
    ready: () => (began ??= begin()),
    async capture() {
      const base = began === undefined ? null : await began;
      return base === null ? left : captureWork(checkout, base, redactor);
    },
  };
}
