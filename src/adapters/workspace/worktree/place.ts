/** What a run's worktree is made of, and where all of it is. */
import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { randomBytes } from "node:crypto";
import type { Environment } from "#adapters/processes/environment.ts";
import { refuseEnd } from "./git.ts";
import type { Git } from "./git.ts";

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
  return `refs/iter-kept/${runId}/${randomBytes(4).toString("hex")}`;
}

/** The folder of worktrees ignores itself, so nobody commits it. */
export function prepareFolder(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, ".gitignore"), "*\n");
}

/** Refuses a folder that git would take for a part of the user's repository around it. */
export function requireWorktree({ path }: WorktreePlace): void {
  if (existsSync(join(path, ".git"))) return;
  throw refuseEnd(`${path} is no worktree any more`, "take what you need, and remove the folder");
}

/**
 * Has git forget the worktree of a run that is gone, here or where it was before the repository was
 * moved. Others that are not there may be on a disk that is away just now.
 */
export async function forgetWorktree(
  git: Git,
  top: string,
  { path, branch }: { readonly path: string; readonly branch: string },
): Promise<void> {
  const own = join(realpathSync(dirname(path)), basename(path));
  const listed = await git.tell(top, "worktree", "list", "--porcelain");
  for (const entry of listed.split("\n\n")) {
    const lines = entry.split("\n");
    const [place = ""] = lines.map((line) => line.replace(/^worktree /u, ""));
    const isOurs = place === own || lines.includes(`branch refs/heads/${branch}`);
    if (isOurs && !existsSync(place)) await git.ask(top, "worktree", "remove", "--force", place);
  }
}
