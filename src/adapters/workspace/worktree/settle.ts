/** The end of a worktree: what the run did is committed, perhaps merged, and never lost. */
import type { Git } from "./git.ts";
import {
  createGit,
  currentBranch,
  findCommit,
  findRepository,
  readNames,
  refuseEnd,
} from "./git.ts";
import { keptRef, requireWorktree } from "./place.ts";
import type { WorktreePlace, WorktreeRecord } from "./place.ts";

/** What became of a worktree whose run is over. */
export interface Settled {
  /** Null if nothing was changed: then there is no branch either. */
  readonly commit: string | null;
  readonly merged: boolean;
  /** Why it was not merged though it was to be. */
  readonly reason: string | null;
}

/** Commits what the run did, merges it if that is wished and possible, and removes the worktree. */
export async function settleWorktree(
  place: WorktreePlace,
  record: WorktreeRecord,
  { message, merge }: { readonly message: string; readonly merge: boolean },
): Promise<Settled> {
  requireWorktree(place);
  const git = createGit(place.env);
  const { top } = await findRepository(git, place.folder);
  const commit = await commitAll(git, place.path, message);
  await moveBranch(git, place.path, { branch: record.branch, commit });
  const changed = commit !== record.base;
  await refuseRepositories(git, place.path, { base: record.base, commit });
  const reason = merge && changed ? await mergeInto(git, top, { ...record, commit }) : null;
  const merged = merge && changed && reason === null;
  await git.tell(top, "worktree", "remove", "--force", place.path);
  await git.ask(top, "update-ref", "-d", keptRef(place, record));
  if (!changed || merged) await git.ask(top, "branch", "-D", record.branch);
  return { commit: changed ? commit : null, merged, reason };
}

async function commitAll(git: Git, path: string, message: string): Promise<string> {
  await git.tell(path, "add", "--all");
  const same = await git.ask(path, "diff", "--cached", "--quiet", "--no-ext-diff");
  if (same === undefined) await git.tell(path, "commit", "--quiet", "--no-verify", "-m", message);
  return git.tell(path, "rev-parse", "HEAD");
}

/** A node may have switched branches: what counts is where it stands, if that loses no commit. */
async function moveBranch(
  git: Git,
  path: string,
  { branch, commit }: { readonly branch: string; readonly commit: string },
): Promise<void> {
  const tip = await findCommit(git, path, `refs/heads/${branch}`);
  if (tip === commit) return;
  if (tip !== undefined && !(await isIn(git, path, { commit: tip, head: commit }))) {
    throw refuseEnd(`what is checked out in it lacks commits of ${branch}`, "take what you need");
  }
  await git.tell(path, "branch", "--force", "--no-track", branch, commit);
}

/** True if the head has the commit. */
async function isIn(
  git: Git,
  path: string,
  { commit, head }: { readonly commit: string; readonly head: string },
): Promise<boolean> {
  return (await git.ask(path, "merge-base", "--is-ancestor", commit, head)) !== undefined;
}

/** A repository inside the worktree is in no commit: it would be gone with the worktree. */
async function refuseRepositories(
  git: Git,
  path: string,
  { base, commit }: { readonly base: string; readonly commit: string },
): Promise<void> {
  const changed = await readNames(git, path, ["diff-tree", "--raw", "-r", "-z", base, commit]);
  const nested = changed.some((entry) => /^:\d+ 160000 /u.test(entry));
  if (!nested) return;
  throw refuseEnd("there is a repository inside it, which no commit holds", "take what you need");
}

/**
 * Merges into the branch from which the run began; the reason if that can't be done safely. It is the
 * commit that is merged, not its branch by name: a tag or another ref may have the same one.
 */
async function mergeInto(
  git: Git,
  top: string,
  { branch, into, commit }: WorktreeRecord & { readonly commit: string },
): Promise<string | null> {
  const now = await currentBranch(git, top);
  if (into === null || now === undefined) return "no branch is checked out";
  if (now !== into) return `\`${now}\` is checked out, and the run began on \`${into}\``;
  const changed = await git.tell(top, "status", "--porcelain", "--untracked-files=no");
  if (changed !== "") return "there are changes that are not committed";
  const args = [
    ...["-c", "merge.autoStash=false", "merge", "--quiet", "--no-edit", "--no-verify", "--no-stat"],
    ...["--commit", "--no-squash", "-m", `Merge branch '${branch}'`, commit],
  ];
  const merged = await git.run({}, top, args);
  // The branch is deleted next, so nothing but what git has now tells that it may be.
  const there = await isIn(git, top, { commit, head: `refs/heads/${into}` });
  if (merged.exitCode === 0 && there) return null;
  const conflicts = await git.ask(top, "diff", "--name-only", "--diff-filter=U", "-z");
  await git.ask(top, "merge", "--abort");
  const files = (conflicts ?? "").split("\0").filter((name) => name !== "");
  if (files.length > 0) return `it conflicts in ${files.join(", ")}`;
  const [said = ""] = merged.stderr.trim().split("\n");
  return said === "" ? "git could not merge it" : said;
}
