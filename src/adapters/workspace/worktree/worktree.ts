/**
 * A git worktree for one run, on a branch of its own: the user's files are never touched.
 *
 * Nothing is lost: what is not committed is kept under a hidden ref whenever a process stops, and
 * the worktree can be made again from it. No hook of the repository is ever run.
 */
import { copyFileSync, existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { randomId } from "#adapters/clocks/random-id.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { createGit, currentBranch, findCommit, findRepository, refuse } from "./git.ts";
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
  await git.tell(top, "worktree", "prune");
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
  const there = existsSync(join(place.path, ".git"));
  if (!there) await restore(git, { top, place, record });
  return { workdir: join(realpathSync(place.path), below), record, left: 0, restored: !there };
}

/** Keeps what is not committed under a hidden ref, without touching branch, index or files; the ref. */
export async function keepWorktree(place: WorktreePlace, record: WorktreeRecord): Promise<string> {
  const git = createGit(place.env);
  const at = async (name: string): Promise<string> =>
    git.tell(place.path, "rev-parse", "--path-format=absolute", "--git-path", name);
  const [index, own] = [await at("index"), await at("iter-index")];
  try {
    // A copy: it knows files that are tracked although rules would ignore them.
    if (existsSync(index)) copyFileSync(index, own);
    const apart = { GIT_INDEX_FILE: own };
    await git.tellWith(apart, place.path, "add", "--all");
    const tree = await git.tellWith(apart, place.path, "write-tree");
    const message = `Unfinished work of the run ${place.runId}`;
    const commit = await git.tell(place.path, "commit-tree", "-p", "HEAD", "-m", message, tree);
    const ref = keptRef(place, record);
    await git.tell(place.path, "update-ref", ref, commit);
    return ref;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Takes a worktree back whose run never began. */
export async function dropWorktree(place: WorktreePlace, record: WorktreeRecord): Promise<void> {
  const git = createGit(place.env);
  await git.ask(place.folder, "worktree", "remove", "--force", place.path);
  await git.ask(place.folder, "branch", "-D", record.branch);
}

interface Restoring {
  readonly top: string;
  readonly place: WorktreePlace;
  readonly record: WorktreeRecord;
}

async function restore(git: Git, { top, place, record }: Restoring): Promise<void> {
  const { branch, base } = record;
  prepareFolder(place.path);
  await git.tell(top, "worktree", "prune");
  const kept = await findCommit(git, top, keptRef(place, record));
  const tip = await findCommit(git, top, `refs/heads/${branch}`);
  const begin = tip ?? (kept === undefined ? base : await findCommit(git, top, `${kept}^`));
  await git.tell(top, "worktree", "add", "--quiet", "-B", branch, place.path, begin ?? base);
  if (kept === undefined) return;
  await git.tell(place.path, "restore", `--source=${kept}`, "--worktree", "--", ".");
}

/** Where unfinished work is kept. */
export function keptRef({ runId }: WorktreePlace, { kept }: WorktreeRecord): string {
  return kept ?? `refs/iter/${runId}`;
}

/**
 * A ref of this run alone, though an earlier one of the same name may have left its own; and no name
 * that is the end of a branch's, which it would hide: `iter/run` is `refs/iter/run` first of all.
 */
function newKeptRef(runId: string): string {
  return `refs/iter-kept/${runId}/${randomId(8)}`;
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

/** The folder of worktrees ignores itself, so nobody commits it. */
function prepareFolder(path: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, ".gitignore"), "*\n");
}
