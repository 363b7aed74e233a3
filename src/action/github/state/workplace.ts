/** Where the nodes of a run work, brought to where earlier jobs left it, and what they have done there. Spec: github §8.1, §8.6. */
import { mkdirSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { info, warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { fetchCommit } from "#adapters/github/fetch-commit.ts";
import type { CommitSource } from "#adapters/github/fetch-commit.ts";
import { captureWork, headOf, readPatch, restoreWork } from "#adapters/github/work.ts";
import type { Work } from "#adapters/github/work.ts";
import { needDirectory } from "#src/action/job.ts";
import type { Job } from "#src/action/job.ts";

/** The checkout of a run. */
export interface Workplace {
  /** Where it is. */
  readonly folder: string;
  /**
   * Brings a fresh checkout to where the last job left its own, or without its work to where the run
   * began; only the first call that can does. The result is the commit at which the run began, or
   * null where nothing is checked out.
   *
   * @throws BadCheckpoint `work_does_not_apply` if the work doesn't fit.
   */
  ready(how?: { readonly without?: boolean }): Promise<string | null>;
  /** What was done since the run began; until the checkout is ready, what earlier jobs did. */
  capture(): Promise<Work | null>;
  /** The same as one patch for people; empty where nodes had no checkout. */
  patch(): Promise<Uint8Array>;
}

/** A run as its checkout is made for. */
export interface WorkplaceRequest {
  readonly run: string;
  /** What nodes did in the jobs before. */
  readonly left: Work | null;
  /** Where its commit comes from; null if the workspace is taken as it is. */
  readonly source: CommitSource | null;
}

/**
 * The job as a run has it: in its own workspace if that is empty or at the run's commit, else in a
 * clean checkout beside it. Without one the workspace has to do; nothing of it is committed then.
 */
export async function jobAt(job: Job, { run, left, source }: WorkplaceRequest): Promise<Job> {
  const { workspace, environment, store, directory } = job;
  const head = source === null ? null : await headOf({ folder: workspace, environment });
  if (source === null || head === null) return job;
  const commit = left?.base ?? source.commit;
  if (head === commit || head === left?.head) return job;
  const beside = join(dirname(store), "iter-work", run);
  mkdirSync(beside, { recursive: true, mode: 0o700 });
  const made = await checkOut({ ...job, workspace: beside }, { ...source, commit });
  if (!made) return job;
  const below = relative(workspace, directory);
  const outside = below === ".." || below.startsWith(`..${sep}`) || isAbsolute(below);
  return { ...job, workspace: beside, directory: outside ? directory : join(beside, below) };
}

/** Fills a folder that is empty; false if that can't be done. A run that needs no files goes on. */
async function checkOut(
  { workspace: folder, environment, redactor }: Job,
  source: CommitSource,
): Promise<boolean> {
  const checkout = { folder, environment };
  if ((await headOf(checkout)) !== null) return true;
  try {
    const fetched = await fetchCommit(checkout, source);
    if (fetched) info(`${source.commit} is checked out.`);
    return fetched;
  } catch (fault) {
    const why = messageOf(fault);
    warning(`The commit of the run can't be checked out: ${redactor.text(why)}`);
    return false;
  }
}

/**
 * Opens the workspace of a job for a run, with the work of the jobs before it. What is empty is
 * filled from the source.
 */
export function openWorkplace(
  job: Job,
  { left, source }: Omit<WorkplaceRequest, "run">,
): Workplace {
  const { workspace, environment, redactor } = job;
  const checkout = { folder: workspace, environment };
  let began: Promise<string | null> | undefined;

  async function begin(without: boolean): Promise<string | null> {
    if (source !== null) await checkOut(job, { ...source, commit: left?.base ?? source.commit });
    const base = await comeBack(without);
    if (source !== null) needDirectory(job);
    return base;
  }

  async function comeBack(without: boolean): Promise<string | null> {
    if (left === null) return headOf(checkout);
    const { base } = left;
    await restoreWork(checkout, without ? { base, head: base, files: [] } : left);
    return base;
  }

  return {
    folder: workspace,
    async ready({ without = false } = {}) {
      began ??= begin(without);
      try {
        return await began;
      } catch (fault) {
        // Nothing was done here: what earlier jobs did is what there is.
        began = undefined;
        throw fault;
      }
    },
    async capture() {
      const base = began === undefined ? null : await began;
      return base === null ? left : captureWork(checkout, base, redactor);
    },
    async patch() {
      const base = began === undefined ? null : await began;
      return base === null ? new Uint8Array() : readPatch(checkout, base, redactor);
    },
  };
}
