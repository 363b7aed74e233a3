/** Git in the user's repository, for worktrees: no hook is run, nothing is signed. */
import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { runGit } from "#adapters/processes/git.ts";
import type { GitCall } from "#adapters/processes/git.ts";
import type { ProgramResult } from "#adapters/processes/program.ts";

/** A repository, as seen from a folder in it. */
export interface Found {
  readonly top: string;
  /** Where the folder is in the repository; empty for its top. */
  readonly below: string;
}

/** The repository around a folder; a Refusal if there is none. */
export async function findRepository(git: Git, folder: string): Promise<Found> {
  const probe = await git.run({}, folder, ["rev-parse", "--show-toplevel"]);
  if (probe.fault?.code === "ENOENT") {
    throw refuse("git is not installed", "install git, or leave `--worktree` out");
  }
  if (probe.exitCode !== 0) {
    throw refuse(
      `${folder} is in no git repository`,
      "make one with `git init` and commit, or leave `--worktree` out",
      probe.stderr,
    );
  }
  const top = probe.stdout.replace(/\n$/u, "");
  return { top, below: relative(top, realpathSync(folder)).split(sep).join("/") };
}

/**
 * The commit that a name means; undefined if there is none. Names of refs are given in full: git takes
 * a short one for whatever has it first, which a branch never is.
 */
export function findCommit(git: Git, cwd: string, name: string): Promise<string | undefined> {
  return git.ask(cwd, "rev-parse", "--verify", "--quiet", `${name}^{commit}`);
}

/** The branch that is checked out; undefined if none is. */
export async function currentBranch(git: Git, cwd: string): Promise<string | undefined> {
  const ref = await git.ask(cwd, "symbolic-ref", "--quiet", "HEAD");
  return ref?.replace(/^refs\/heads\//u, "");
}

/** All that git lists between zero bytes. */
export async function readNames(
  git: Git,
  cwd: string,
  args: readonly string[],
): Promise<readonly string[]> {
  const said = await git.tell(cwd, ...args);
  return said.split("\0").filter((name) => name !== "");
}

/** What git is given besides its words. */
type Given = Pick<GitCall, "own" | "input">;

/** Git, as worktrees need it. */
export interface Git {
  run(given: Given, cwd: string, args: readonly string[]): Promise<ProgramResult>;
  /** What git says, without the last line's end; a Refusal if it says no. */
  tell(cwd: string, ...args: readonly string[]): Promise<string>;
  tellWith(given: Given, cwd: string, ...args: readonly string[]): Promise<string>;
  /** The same; undefined if it says no. */
  ask(cwd: string, ...args: readonly string[]): Promise<string | undefined>;
}

const timeoutMs = 300_000;
/** The most that git is let say about names. */
const limit = 256 * 1024 * 1024;

/** Makes it. */
export function createGit(env: Environment): Git {
  const git: Git = {
    async run(given, cwd, args) {
      const signed = ["-c", "commit.gpgSign=false", "-c", "gc.auto=0", ...(await identity(cwd))];
      return runGit(env, {
        ...given,
        cwd,
        limit,
        args: [...signed, ...args],
        signal: AbortSignal.timeout(timeoutMs),
      });
    },
    async tellWith(given, cwd, ...args) {
      const ended = await git.run(given, cwd, args);
      if (ended.stdoutCut === true)
        throw refuse("git says more than can be read", "see `git status`");
      if (ended.exitCode === 0) return ended.stdout.replace(/\n$/u, "");
      const said = ended.fault?.message ?? ended.stderr.trim();
      throw refuse(`git ${args[0] ?? ""} said no: ${said}`, "see the message");
    },
    tell: (cwd, ...args) => git.tellWith({}, cwd, ...args),
    async ask(cwd, ...args) {
      const { exitCode, stdout } = await git.run({}, cwd, args);
      return exitCode === 0 ? stdout.replace(/\n$/u, "") : undefined;
    },
  };
  let known: Promise<readonly string[]> | undefined;
  /** Commits are the user's; where git knows no user, Iter's. */
  function identity(cwd: string): Promise<readonly string[]> {
    known ??= runGit(env, {
      cwd,
      args: ["var", "GIT_COMMITTER_IDENT"],
      signal: AbortSignal.timeout(timeoutMs),
    }).then(({ exitCode }) =>
      exitCode === 0 ? [] : ["-c", "user.name=Iter", "-c", "user.email=iter@localhost"],
    );
    return known;
  }
  return git;
}

/** A worktree that can't be had. */
export function refuse(message: string, hint: string, cause?: string): Refusal {
  return new Refusal("INPUT_INVALID", `A worktree can't be had: ${message}.`, { hint, cause });
}

/** A worktree whose run is over or stands still, and which stays as it is. */
export function refuseEnd(message: string, hint: string): Refusal {
  return new Refusal("INPUT_INVALID", `The worktree is left as it is: ${message}.`, { hint });
}
