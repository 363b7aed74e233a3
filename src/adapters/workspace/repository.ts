/** What a folder's own repository says: where it begins, what it ignores, where its objects are. */
import { lstatSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { UnknownWorkspace } from "#core/ports/workspace.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { runGit } from "#adapters/processes/git.ts";

/** A tree of files to be looked at. */
export interface Tree {
  /** Its topmost folder. */
  readonly root: string;
  /** Where the repository keeps what is its own; undefined outside of one. */
  readonly gitDir: string | undefined;
  /** Rules of `.git/info/exclude`; undefined outside of a repository. */
  readonly excludes: string | undefined;
  /** The file with the rules for all of the user's repositories, if one is named. */
  readonly excludesFile: string | undefined;
  /** Where the repository keeps its objects, if they can be shared. */
  readonly objects: string | undefined;
  /** Files that are in the repository although its rules would ignore them. */
  readonly forced: readonly string[];
}

/** Nothing is refused for who owns the folder: no setting of it can run anything. */
const anybodys = ["-c", "safe.directory=*"];

/** Looks at the repository around a folder; undefined if there is no git. */
export async function findTree(
  env: Environment,
  folder: string,
  signal: AbortSignal,
): Promise<Tree | undefined> {
  const ask = (...args: readonly string[]): Promise<string | undefined> =>
    askGit(env, { args, cwd: folder, signal });
  const installed = await ask("--version");
  if (installed === undefined) return undefined;
  const told = await ask(
    ...["rev-parse", "--path-format=absolute", "--show-toplevel"],
    ...["--git-path", "objects", "--git-path", "info/exclude"],
    ...["--show-object-format", "--absolute-git-dir"],
  );
  const [root, objects, excludes, format, gitDir, ...more] = (told ?? "").trimEnd().split("\n");
  const around = { excludesFile: await userRules(ask), forced: [] };
  const plain: Tree = {
    root: folder,
    gitDir: undefined,
    excludes: undefined,
    objects: undefined,
    ...around,
  };
  if (!root || !excludes || more.length > 0) return plain;
  if (relative(root, folder) !== "" && (await ask("check-ignore", ".")) !== undefined) return plain;
  const forced = await askGit(env, {
    args: ["ls-files", "-z", "--cached", "--ignored", "--exclude-standard"],
    cwd: root,
    signal,
  });
  return {
    root,
    gitDir,
    excludes: readIfThere(excludes),
    excludesFile: around.excludesFile,
    objects: format === "sha1" ? objects : undefined,
    forced: (forced ?? "").split("\0").filter((name) => name !== ""),
  };
}

async function userRules(
  ask: (...args: readonly string[]) => Promise<string | undefined>,
): Promise<string | undefined> {
  const named = await ask("config", "--type=path", "--get", "core.excludesFile");
  return named?.trimEnd();
}

/** What git says; undefined if it says no, or isn't there. */
async function askGit(
  env: Environment,
  call: { readonly args: readonly string[]; readonly cwd: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const ended = await runGit(env, { ...call, args: [...anybodys, ...call.args] });
  const { fault, exitCode, stdout } = ended;
  if (fault !== undefined && fault.code !== "ENOENT") throw new UnknownWorkspace(fault.message);
  return fault === undefined && exitCode === 0 ? stdout : undefined;
}

function readIfThere(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
    ? readFileSync(path, "utf8")
    : "";
}
