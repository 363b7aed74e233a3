/** Where the nodes of a run work, brought to where earlier jobs left it, and what they have done there. Spec: github §8.1, §8.6. */
import { BadCheckpoint } from "#adapters/github/checkpoint/bad-checkpoint.ts";
import { captureWork, headOf, restoreWork } from "#adapters/github/work.ts";
import type { Work } from "#adapters/github/work.ts";
import type { Job } from "../job.ts";
import { JobRefusal } from "../job-refusal.ts";

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

/** Opens the workspace of a job for a run, with the work of the jobs before it. */
export function openWorkplace(
  { workspace, environment, redactor }: Job,
  left: Work | null,
): Workplace {
  const checkout = { folder: workspace, environment };
  let began: Promise<string | null> | undefined;

  async function begin(): Promise<string | null> {
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
