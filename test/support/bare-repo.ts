/** A bare repository with a main branch and a branch of a pull request, made with git itself. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Files by path; null removes one. */
export type Files = Readonly<Record<string, string | null>>;

/** A repository and a checkout of it. */
export interface BareRepo {
  readonly bare: string;
  readonly base: string;
  readonly head: string;
  /** A fresh clone at a commit or branch. */
  checkout(ref: string): string;
  /** A commit of a person on a branch. */
  push(branch: string, files: Files, message: string): string;
  git(...args: readonly string[]): string;
}

/** Makes the repository; `branch` is one commit ahead of `main`. */
export function createBareRepo(
  main: Files,
  change: Files,
  branch = "fix/session-cookie",
): BareRepo {
  const folder = mkdtempSync(join(tmpdir(), "iter-bare-"));
  const bare = join(folder, "hello-world.git");
  execute(folder, ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
  let clones = 0;

  function checkout(ref: string): string {
    clones += 1;
    const into = join(folder, `clone-${clones}`);
    execute(folder, ["clone", "--quiet", bare, into]);
    execute(into, ["checkout", "--quiet", ref]);
    return into;
  }

  function commit(into: string, files: Files, message: string): string {
    for (const [path, text] of Object.entries(files)) {
      if (text === null) {
        execute(into, ["rm", "--quiet", path]);
        continue;
      }
      mkdirSync(dirname(join(into, path)), { recursive: true });
      writeFileSync(join(into, path), text);
    }
    execute(into, ["add", "--all"]);
    execute(into, ["commit", "--quiet", "-m", message]);
    return execute(into, ["rev-parse", "HEAD"]);
  }

  const first = join(folder, "first");
  execute(folder, ["clone", "--quiet", bare, first]);
  execute(first, ["checkout", "--quiet", "-B", "main"]);
  const base = commit(first, main, "Begin");
  execute(first, ["push", "--quiet", "origin", "main"]);
  execute(first, ["checkout", "--quiet", "-b", branch]);
  const head = commit(first, change, "Change");
  execute(first, ["push", "--quiet", "origin", branch]);
  return {
    bare,
    base,
    head,
    checkout,
    push(onto, files, message) {
      const into = checkout(onto);
      const sha = commit(into, files, message);
      execute(into, ["push", "--quiet", "origin", `HEAD:refs/heads/${onto}`]);
      return sha;
    },
    git: (...args) => execute(bare, args),
  };
}

function execute(cwd: string, args: readonly string[]): string {
  const who = { NAME: "octocat", EMAIL: "octocat@users.noreply.github.com" };
  return execFileSync("git", ["-C", cwd, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      ...process.env,
      GIT_CONFIG_NOSYSTEM: "1",
      ...{ GIT_AUTHOR_NAME: who.NAME, GIT_AUTHOR_EMAIL: who.EMAIL },
      ...{ GIT_COMMITTER_NAME: who.NAME, GIT_COMMITTER_EMAIL: who.EMAIL },
    },
  }).trim();
}
