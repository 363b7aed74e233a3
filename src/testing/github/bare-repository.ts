/** The git of a loopback GitHub: a bare repository on disk, asked and written with git itself. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file between two commits. */
export interface FileDiff {
  readonly filename: string;
  readonly status: "added" | "modified" | "removed" | "renamed";
  readonly previous_filename?: string;
  readonly additions: number;
  readonly deletions: number;
  readonly patch?: string;
}

/** A commit that GitHub makes for somebody. */
export interface CommitRequest {
  readonly parent: string;
  readonly message: string;
  readonly author: string;
  readonly additions: readonly { readonly path: string; readonly contents: string }[];
  readonly deletions: readonly { readonly path: string }[];
}

/** A bare repository. */
export interface BareRepository {
  /** The commit of a branch, tag or commit; null if there is none. */
  find(ref: string): string | null;
  file(ref: string, path: string): string | null;
  diff(base: string, head: string): readonly FileDiff[];
  /** Commits from a head back, those of a base left out, newest first. */
  commits(head: string, base: string | null, count: number): readonly CommitShown[];
  commit(request: CommitRequest): string;
  move(branch: string, to: string): void;
}

/** A commit as the API shows it. */
export interface CommitShown {
  readonly sha: string;
  readonly message: string;
  readonly author: string;
  readonly date: string;
}

const statuses: Readonly<Record<string, FileDiff["status"]>> = {
  A: "added",
  M: "modified",
  D: "removed",
  R: "renamed",
};

/** Opens a bare repository. */
export function openBareRepository(folder: string): BareRepository {
  const git = (
    args: readonly string[],
    options: { env?: NodeJS.ProcessEnv; input?: Buffer } = {},
  ) =>
    execFileSync("git", ["-C", folder, ...args], {
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
      env: { ...process.env, ...identity("loopback"), ...options.env },
      ...(options.input === undefined ? {} : { input: options.input }),
    }).trimEnd();
  const orNull = (args: readonly string[]): string | null => {
    try {
      return git(args);
    } catch {
      return null;
    }
  };

  return {
    find: (ref) => orNull(["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]),
    file: (ref, path) => orNull(["show", `${ref}:${path}`]),
    diff(base, head) {
      const names = git(["diff", "--name-status", "-z", "-M", `${base}...${head}`]).split("\0");
      return readNames(names).map(({ letter, path, from }) => {
        const paths = from === undefined ? [path] : [from, path];
        const text = git(["diff", "-M", `${base}...${head}`, "--", ...paths]);
        const at = text.indexOf("\n@@");
        const lines = at === -1 ? [] : text.slice(at + 1).split("\n");
        return {
          filename: path,
          status: statuses[letter] ?? "modified",
          ...(from === undefined ? {} : { previous_filename: from }),
          additions: lines.filter((line) => line.startsWith("+")).length,
          deletions: lines.filter((line) => line.startsWith("-")).length,
          ...(at === -1 ? {} : { patch: lines.join("\n") }),
        };
      });
    },
    commits(head, base, count) {
      const range = base === null ? [head] : [head, `^${base}`];
      const format = "%H%x01%an%x01%aI%x01%B%x00";
      return git(["log", `--max-count=${count}`, `--format=${format}`, ...range])
        .split("\0")
        .filter((entry) => entry.trim() !== "")
        .map((entry) => {
          const [sha = "", author = "", date = "", message = ""] = entry
            .trimStart()
            .split("\u0001");
          return { sha, author, date, message: message.trimEnd() };
        });
    },
    commit({ parent, message, author, additions, deletions }) {
      const scratch = mkdtempSync(join(tmpdir(), "iter-index-"));
      const env = { GIT_INDEX_FILE: join(scratch, "index"), ...identity(author) };
      try {
        git(["read-tree", parent], { env });
        for (const { path, contents } of additions) {
          const input = Buffer.from(contents, "base64");
          const blob = git(["hash-object", "-w", "--stdin"], { input });
          const mode = (orNull(["ls-tree", parent, path]) ?? "").slice(0, 6) || "100644";
          git(["update-index", "--add", "--cacheinfo", `${mode},${blob},${path}`], { env });
        }
        for (const { path } of deletions) git(["update-index", "--force-remove", path], { env });
        const tree = git(["write-tree"], { env });
        return git(["commit-tree", tree, "-p", parent, "-m", message], { env });
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
    },
    move(branch, to) {
      git(["update-ref", `refs/heads/${branch}`, to]);
    },
  };
}

function identity(name: string): Record<string, string> {
  const email = `${name}@users.noreply.github.com`;
  return {
    ...{ GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email },
    ...{ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email },
  };
}

function readNames(
  parts: readonly string[],
): readonly { readonly letter: string; readonly path: string; readonly from?: string }[] {
  const read: { letter: string; path: string; from?: string }[] = [];
  for (let index = 0; (parts[index] ?? "") !== "";) {
    const letter = parts[index]?.[0] ?? "";
    const [first = "", second = ""] = parts.slice(index + 1);
    const renamed = letter === "R";
    read.push(renamed ? { letter, path: second, from: first } : { letter, path: first });
    index += renamed ? 3 : 2;
  }
  return read;
}
