/**
 * States of a tree, kept in a repository beside it.
 *
 * That repository is ours alone: the user's index, branches, hooks and settings are neither read
 * nor written, and files are kept byte for byte, whatever filters the tree asks for.
 */
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { UnknownWorkspace } from "#core/ports/workspace.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { runGit } from "#adapters/processes/git.ts";
import type { GitCall } from "#adapters/processes/git.ts";
import type { ProgramResult } from "#adapters/processes/program.ts";
import type { Tree } from "./repository.ts";

/** A repository of states. */
export interface Mirror {
  /** The tree's id, and the repositories inside it, which it does not look into. */
  take(signal: AbortSignal): Promise<{ readonly tree: string; readonly nested: readonly string[] }>;
  /** What `git diff-tree` says, of which at most `limit` bytes are kept. */
  diff(range: Range, args: readonly string[], limit?: number): Promise<string>;
}

/** From one tree to another. */
export interface Range {
  readonly before: string;
  readonly after: string;
  readonly signal: AbortSignal;
  /** Names that are left out. */
  readonly without?: readonly string[];
}

/** What a mirror is made of. */
export interface MirrorPlace {
  readonly env: Environment;
  readonly tree: Tree;
  /** Where the repository of states is, or will be. */
  readonly home: string;
  /** Absolute paths that are not looked at. */
  readonly closed: readonly string[];
  /** Takes secrets out of a diff before it is cut. */
  readonly redact?: ((text: string) => string) | undefined;
}

/** The tree without files; git knows it without having it. */
export const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** The most that git is let say about names. */
const namesLimit = 64 * 1024 * 1024;

/** No setting but ours, nothing that is converted, and no name that is refused. */
const settings = Object.entries({
  "core.autocrlf": "false",
  "core.safecrlf": "false",
  "core.protectNTFS": "false",
  "core.protectHFS": "false",
  "core.looseCompression": "1",
  "core.fsync": "none",
  "core.logAllRefUpdates": "false",
  "advice.addEmbeddedRepo": "false",
  "gc.auto": "0",
}).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** Stands above every `.gitattributes` of the tree: bytes as they are. */
const rawBytes = "* -text -filter -ident !eol !working-tree-encoding !diff !merge\n";

/** Makes the repository of states if there is none, and opens it. */
export async function openMirror(place: MirrorPlace, signal: AbortSignal): Promise<Mirror> {
  const { tree, home, closed } = place;
  const git = createOwnGit(place);
  const index = join(home, "index");
  const spared = closed.flatMap((path) => nameBelow(tree.root, path));
  let last: { readonly stamp: string; readonly id: string; readonly links: readonly string[] } = {
    stamp: "",
    id: emptyTree,
    links: [],
  };
  await makeRepository(place, git, signal);
  const listLinks = async (during: AbortSignal): Promise<readonly string[]> => {
    const args = ["ls-files", "-z", "--stage"];
    return linksIn(outputOf(await git({ args, signal: during, limit: namesLimit })));
  };
  // An earlier process may have left an index.
  if (existsSync(index)) last = { ...last, links: await listLinks(signal) };

  /** Brings the index up to date; names repositories without a commit, which it leaves out. */
  async function add(during: AbortSignal): Promise<readonly string[]> {
    // A git that was killed leaves its lock behind; nobody else works here.
    rmSync(`${index}.lock`, { force: true });
    // What is in a repository inside the tree isn't looked into here, and git refuses its name.
    const outside = spared.filter(
      (name) => !last.links.some((link) => name.startsWith(`${link}/`)),
    );
    const exclude = outside.map((name) => `:(exclude,literal)${name}`);
    const args = ["add", "--all", "--ignore-errors", "--", ".", ...exclude];
    const added = await git({ args, signal: during });
    if (added.exitCode !== 1) outputOf(added);
    return [...added.stderr.matchAll(unborn)].flatMap(([, name]) => name ?? []);
  }

  return {
    async take(during) {
      const empty = await add(during);
      const stamp = stampOf(index);
      if (stamp !== last.stamp) {
        const id = outputOf(await git({ args: ["write-tree"], signal: during })).trim();
        last = { stamp, id, links: await listLinks(during) };
      }
      return { tree: last.id, nested: [...last.links, ...empty] };
    },
    async diff({ before, after, signal: during, without = [] }, args, limit) {
      const spare = without.map((name) => `:(exclude,literal)${name}`);
      const call = {
        args: ["diff-tree", "-r", ...args, before, after, "--", ...spare],
        apart: true,
      };
      return outputOf(await git({ ...call, signal: during, limit: limit ?? namesLimit }));
    },
  };
}

type OwnGit = (
  call: Omit<GitCall, "cwd" | "own"> & { readonly apart?: boolean },
) => Promise<ProgramResult>;

const onlyOurs = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
};

/** Git on the repository of states and the tree; `apart` from the tree, which may be gone by now. */
function createOwnGit({ env, tree, home, redact }: MirrorPlace): OwnGit {
  const { root, excludesFile } = tree;
  const rules = excludesFile === undefined ? [] : ["-c", `core.excludesFile=${excludesFile}`];
  return ({ args, apart = false, ...call }) =>
    runGit(env, {
      ...call,
      redact,
      cwd: apart ? home : root,
      own: { ...onlyOurs, GIT_DIR: home, ...(apart ? {} : { GIT_WORK_TREE: root }) },
      args: [...settings, ...rules, ...args],
    });
}

async function makeRepository(
  { tree, home }: MirrorPlace,
  git: OwnGit,
  signal: AbortSignal,
): Promise<void> {
  if (existsSync(join(home, "info", "attributes"))) return;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  outputOf(await git({ args: ["init", "--quiet", "--bare", "--template="], apart: true, signal }));
  const info = join(home, "info");
  mkdirSync(info, { recursive: true });
  writeFileSync(join(info, "exclude"), tree.excludes ?? "");
  if (tree.objects !== undefined && !/[\n"]/u.test(tree.objects)) {
    // What the user's repository has is not stored a second time.
    writeFileSync(join(home, "objects", "info", "alternates"), `${tree.objects}\n`);
  }
  if (tree.forced.length > 0) {
    const input = `${tree.forced.join("\0")}\0`;
    await git({ args: ["update-index", "--add", "--remove", "-z", "--stdin"], signal, input });
  }
  // Written last: by it a repository is known to be whole.
  writeFileSync(join(info, "attributes"), rawBytes);
}

/** `error: 'lib/' does not have a commit checked out` */
const unborn = /^error: '(.+?)\/?' does not have a commit checked out$/gmu;

/** Repositories inside the tree: entries of mode 160000. */
function linksIn(listed: string): readonly string[] {
  return listed
    .split("\0")
    .filter((entry) => entry.startsWith("160000 "))
    .map((entry) => entry.slice(entry.indexOf("\t") + 1));
}

/** Changes whenever git writes the index anew. */
function stampOf(index: string): string {
  const found = statSync(index, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? "none" : `${found.ino}:${found.mtimeNs}:${found.size}`;
}

/** What a path is called in the tree; nothing if it isn't in it. */
function nameBelow(root: string, path: string): readonly string[] {
  const name = relative(root, path).split(sep).join("/");
  const inside = name !== "" && name !== ".." && !name.startsWith("../") && !isAbsolute(name);
  return inside ? [name] : [];
}

function outputOf({ fault, exitCode, signal, stdout, stderr }: ProgramResult): string {
  if (fault !== undefined) throw new UnknownWorkspace(fault.message);
  if (exitCode === 0 && signal === null) return stdout;
  throw new UnknownWorkspace(stderr.trim().split("\n").at(-1) ?? `git ended with ${exitCode}`);
}
