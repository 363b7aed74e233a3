/**
 * A git worktree for one run, on a branch of its own: the user's files are never touched.
 *
 * Nothing is lost: what is not committed is kept under a hidden ref whenever a process stops, and
 * the worktree can be made again from it. No hook of the repository is ever run.
 */
import { copyFileSync, existsSync, realpathSync, rmSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { createGit, currentBranch, findCommit, findRepository, refuse } from "./git.ts";
import type { Git } from "./git.ts";
import { forgetWorktree, keptRef, newKeptRef, prepareFolder, requireWorktree } from "./place.ts";
import type { WorktreePlace, WorktreeRecord } from "./place.ts";
import { isWhole, restoreWorktree } from "./restore.ts";

/** The worktree of a run. */
export interface Worktree {
  /** The folder in which nodes work. */
  readonly workdir: string;
  readonly record: WorktreeRecord;
  /** Files of the user that have changes no commit has: they are not in the worktree. */
  readonly left: number;
}

/** Makes a worktree on a new branch from HEAD; a Refusal if that can't be done. */
export async function createWorktree(place: WorktreePlace): Promise<Worktree> {
  const git = createGit(place.env);
  const { top, below } = await findRepository(git, place.folder);
  const base = await findCommit(git, top, "HEAD");
  if (base === undefined) {
    throw refuse(
      "the repository has no commit yet",
      "commit something first, or leave `--worktree` out",
    );
  }
  const into = (await currentBranch(git, top)) ?? null;
  const kept = newKeptRef(place.runId);
  const record = { branch: `iter/${place.runId}`, base, into, kept };
  const tracked =
    below === "" || (await git.ask(top, "cat-file", "-t", `${base}:${below}`)) === "tree";
  if (!tracked) throw refuse(`\`${below}\` is not in the last commit`, "commit it first");
  prepareFolder(place.path);
  await forgetWorktree(git, top, { path: place.path, branch: record.branch });
  await git.tell(top, "worktree", "add", "--quiet", "-b", record.branch, place.path, base);
  const left = await countLeft(git, top, place);
  return { workdir: join(realpathSync(place.path), below), record, left };
}

/** The worktree of a run that goes on; made again, with what was kept of it, if it is gone. */
export async function reopenWorktree(
  place: WorktreePlace,
  record: WorktreeRecord,
): Promise<Worktree & { readonly restored: boolean }> {
  const git = createGit(place.env);
  const { top, below } = await findRepository(git, place.folder);
  const there = isWhole(place);
  if (!there) await restoreWorktree(git, { top, place, record });
  return { workdir: join(realpathSync(place.path), below), record, left: 0, restored: !there };
}

/** Keeps what is not committed under a hidden ref, without touching branch, index or files; the ref. */
export async function keepWorktree(place: WorktreePlace, record: WorktreeRecord): Promise<string> {
  requireWorktree(place);
  const git = createGit(place.env);
  const at = async (name: string): Promise<string> =>
    git.tell(place.path, "rev-parse", "--path-format=absolute", "--git-path", name);
  const [index, own] = [await at("index"), await at("iter-index")];
  try {
    // A copy: it knows files that are tracked although rules would ignore them.
    if (existsSync(index)) copyFileSync(index, own);
    const apart = { own: { GIT_INDEX_FILE: own } };
    await git.tellWith(apart, place.path, "add", "--all");
    const tree = await git.tellWith(apart, place.path, "write-tree");
    const message = `Unfinished work of the run ${place.runId}`;
    const parents = await findParents(git, place.path, record);
    const made = ["commit-tree", ...parents.flatMap((one) => ["-p", one]), "-m", message, tree];
    const commit = await git.tell(place.path, ...made);
    const ref = keptRef(place, record);
    await git.tell(place.path, "update-ref", ref, commit);
    return ref;
  } finally {
    rmSync(own, { force: true });
  }
}

/** What is checked out, and where the run's branch ends if a node has left it. */
async function findParents(git: Git, path: string, { branch }: WorktreeRecord): Promise<string[]> {
  const head = await git.tell(path, "rev-parse", "--verify", "HEAD^{commit}");
  const tip = await findCommit(git, path, `refs/heads/${branch}`);
  return tip === undefined || tip === head ? [head] : [head, tip];
}

/** Takes a worktree back whose run never began. */
export async function dropWorktree(place: WorktreePlace, record: WorktreeRecord): Promise<void> {
  const git = createGit(place.env);
  await git.ask(place.folder, "worktree", "remove", "--force", place.path);
  await git.ask(place.folder, "branch", "-D", record.branch);
}

/** How many of the user's files have changes that no commit has; those of the store don't count. */
async function countLeft(git: Git, top: string, { path }: WorktreePlace): Promise<number> {
  const store = relative(top, realpathSync(dirname(dirname(path))))
    .split(sep)
    .join("/");
  const spared = store === "" || store.startsWith("..") ? [] : [`:(exclude,literal)${store}`];
  const args = ["status", "--porcelain", "--untracked-files=normal", "--", ".", ...spared];
  const changed = await git.tell(top, ...args);
  return changed.split("\n").filter((line) => line !== "").length;
}
