/**
 * Makes the worktree of a run again: its branch, and over it what was kept of the run's unfinished work.
 *
 * What the branch has got since that was kept is newer, and stays.
 */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { findCommit, readNames } from "./git.ts";
import type { Git } from "./git.ts";
import { forgetWorktree, keptRef, prepareFolder } from "./place.ts";
import type { WorktreePlace, WorktreeRecord } from "./place.ts";

/** A worktree that is to be made again. */
interface Restoring {
  /** The top of the repository. */
  readonly top: string;
  readonly place: WorktreePlace;
  readonly record: WorktreeRecord;
}

/** True if the worktree is there, with all that belongs into it. */
export function isWhole({ path }: WorktreePlace): boolean {
  return existsSync(join(path, ".git")) && !existsSync(markOf(path));
}

/** Makes it again. */
export async function restoreWorktree(git: Git, { top, place, record }: Restoring): Promise<void> {
  const { path } = place;
  const mark = markOf(path);
  prepareFolder(path);
  // A process was lost while it did the same: no node has worked here since.
  if (existsSync(mark)) rmSync(path, { recursive: true, force: true });
  await forgetWorktree(git, top, { path, branch: record.branch });
  const kept = await findKept(git, top, keptRef(place, record));
  const tip = await findCommit(git, top, `refs/heads/${record.branch}`);
  const begin = tip ?? kept?.head ?? record.base;
  const add = ["worktree", "add", "--quiet", "-B", record.branch, path, begin];
  writeFileSync(mark, "");
  try {
    await git.tell(top, ...add);
  } catch (error) {
    rmSync(mark);
    throw error;
  }
  if (kept !== undefined) await restoreFiles(git, path, { kept, tip });
  rmSync(mark);
}

/** Beside the worktree while it is being made again. */
function markOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.restoring`);
}

/** Unfinished work, and what it was based on. */
interface Kept {
  readonly commit: string;
  /** The commit that was checked out. */
  readonly head: string;
  /** The end of the run's branch then: another commit if a node had left it. */
  readonly tip: string;
}

async function findKept(git: Git, top: string, ref: string): Promise<Kept | undefined> {
  const commit = await findCommit(git, top, ref);
  if (commit === undefined) return undefined;
  const head = await git.tell(top, "rev-parse", "--verify", `${commit}^1`);
  return { commit, head, tip: (await findCommit(git, top, `${commit}^2`)) ?? head };
}

/** Brings back what was kept, but for files that the branch has got since. */
async function restoreFiles(
  git: Git,
  path: string,
  { kept, tip = kept.tip }: { readonly kept: Kept; readonly tip: string | undefined },
): Promise<void> {
  const restore = ["restore", `--source=${kept.commit}`, "--worktree"];
  if (tip === kept.tip) {
    await git.tell(path, ...restore, "--", ".");
    return;
  }
  const each = ["--no-renames", "--name-only", "-z"];
  const touched = new Set([
    // Commits one by one: what was made and taken back again is no difference in the end.
    ...(await readNames(git, path, ["log", "-m", "--format=", ...each, `${kept.tip}..${tip}`])),
    ...(await readNames(git, path, ["diff-tree", "-r", ...each, kept.tip, tip])),
  ]);
  const folders = new Set([...touched].flatMap(foldersOf));
  const other = await readNames(git, path, ["diff-tree", "-r", ...each, tip, kept.commit]);
  const names = other.filter(
    (name) => !folders.has(name) && ![name, ...foldersOf(name)].some((one) => touched.has(one)),
  );
  if (names.length === 0) return;
  const input = names.join("\0");
  const listed = ["--pathspec-from-file=-", "--pathspec-file-nul"];
  await git.tellWith({ input }, path, "--literal-pathspecs", ...restore, ...listed);
}

/** `a/b/c` is in `a/b` and in `a`. */
function foldersOf(name: string): string[] {
  const parts = name.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
