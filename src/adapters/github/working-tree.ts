/** What a run has changed in its checkout, as a patch, and how the checkout goes on after a commit. */
import { lstatSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "#adapters/processes/environment.ts";
import { runGit } from "#adapters/processes/git.ts";
import type { Patch, PatchFile } from "#src/github/effects/check-patch.ts";

/** The changes of a checkout since its last commit. */
export interface WorkingChanges {
  readonly patch: Patch;
  /** The tree of git that the files are. */
  readonly tree: string;
  readonly additions: readonly { readonly path: string; readonly contents: string }[];
  readonly deletions: readonly { readonly path: string }[];
}

/** A checkout. */
export interface WorkingTree {
  head(signal: AbortSignal): Promise<string>;
  /** The tree of the last commit. */
  headTree(signal: AbortSignal): Promise<string>;
  changes(signal: AbortSignal): Promise<WorkingChanges>;
  /** Makes what was committed elsewhere the checkout's own last commit, files untouched. */
  settle(tree: string, message: string, signal: AbortSignal): Promise<void>;
}

const mostBytes = 64 * 1024 * 1024;

/** Opens a checkout. */
export function openWorkingTree(folder: string, env: Environment): WorkingTree {
  async function git(
    args: readonly string[],
    signal: AbortSignal,
    own: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const call = { args, cwd: folder, signal, own, limit: mostBytes };
    const { exitCode, stdout, stderr, fault } = await runGit(env, call);
    if (fault !== undefined) throw new Error(`git could not be started: ${fault.message}`);
    if (exitCode !== 0) throw new Error(`git ${args[0] ?? ""} failed: ${stderr.trim()}`);
    return stdout;
  }

  return {
    async head(signal) {
      return (await git(["rev-parse", "HEAD"], signal)).trim();
    },
    async headTree(signal) {
      return (await git(["rev-parse", "HEAD^{tree}"], signal)).trim();
    },
    async changes(signal) {
      const scratch = mkdtempSync(join(tmpdir(), "iter-index-"));
      const own = { GIT_INDEX_FILE: join(scratch, "index") };
      try {
        await git(["read-tree", "HEAD"], signal, own);
        await git(["add", "--all", "--", ":/"], signal, own);
        const diff = ["diff", "--cached", "--no-renames", "--no-ext-diff", "--no-textconv"];
        const raw = await git([...diff, "--raw", "-z", "HEAD"], signal, own);
        // What a file is called by attributes, or a byte in it, hides nothing from the checks.
        const text = await git([...diff, "--text", "HEAD"], signal, own);
        const tree = (await git(["write-tree"], signal, own)).trim();
        const top = (await git(["rev-parse", "--show-toplevel"], signal)).trim();
        return { ...readRaw(raw, top), tree, ...withText(readRaw(raw, top), text) };
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
    },
    async settle(tree, message, signal) {
      const who = { NAME: "iter", EMAIL: "iter@localhost" };
      const made = await git(["commit-tree", tree, "-p", "HEAD", "-m", message], signal, {
        ...{ GIT_AUTHOR_NAME: who.NAME, GIT_AUTHOR_EMAIL: who.EMAIL },
        ...{ GIT_COMMITTER_NAME: who.NAME, GIT_COMMITTER_EMAIL: who.EMAIL },
      });
      await git(["reset", "--quiet", "--mixed", made.trim()], signal);
    },
  };
}

type Read = Omit<WorkingChanges, "patch" | "tree"> & { readonly files: readonly PatchFile[] };

/** `:100644 100644 <sha> <sha> M\0path\0` … */
function readRaw(raw: string, top: string): Read {
  const parts = raw.split("\0");
  const files: PatchFile[] = [];
  const additions: { path: string; contents: string }[] = [];
  const deletions: { path: string }[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const [before = "", after = ""] = (parts[index] ?? "").slice(1).split(" ");
    const path = parts[index + 1] ?? "";
    if (after === "000000") {
      deletions.push({ path });
      files.push({ path, before, after, bytes: 0, binary: false });
      continue;
    }
    const place = join(top, path);
    const bytes = lstatSync(place).isFile() ? readFileSync(place) : Buffer.alloc(0);
    files.push({ path, before, after, bytes: bytes.length, binary: bytes.includes(0) });
    additions.push({ path, contents: bytes.toString("base64") });
  }
  return { files, additions, deletions };
}

function withText(
  { files, additions, deletions }: Read,
  text: string,
): Omit<WorkingChanges, "tree"> {
  return { patch: { files, text }, additions, deletions };
}
