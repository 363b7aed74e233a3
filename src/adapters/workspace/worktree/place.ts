/** What a run's worktree is made of, and where all of it is. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { randomId } from "#adapters/clocks/random-id.ts";
import type { Environment } from "#adapters/processes/environment.ts";

/** What a run remembers of its worktree. */
export interface WorktreeRecord {
  readonly branch: string;
  /** The commit that it began with. */
  readonly base: string;
  /** The branch that was checked out then; null if none was. */
  readonly into: string | null;
  /** The ref of what is not committed; runs of earlier versions don't say it. */
  readonly kept?: string;
}

/** What worktrees are made of. */
export interface WorktreePlace {
  readonly env: Environment;
  /** A folder in the user's repository: the one that the worktree stands in for. */
  readonly folder: string;
  /** Where the worktree is, or will be. */
  readonly path: string;
  readonly runId: string;
}

/** Where unfinished work is kept. */
export function keptRef({ runId }: WorktreePlace, { kept }: WorktreeRecord): string {
  return kept ?? `refs/iter/${runId}`;
}

/**
 * A ref of this run alone, though an earlier one of the same name may have left its own; and no name
 * that is the end of a branch's, which it would hide: `iter/run` is `refs/iter/run` first of all.
 */
export function newKeptRef(runId: string): string {
  return `refs/iter-kept/${runId}/${randomId(8)}`;
}

/** The folder of worktrees ignores itself, so nobody commits it. */
export function prepareFolder(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, ".gitignore"), "*\n");
}
