/** States of a tree with the repositories inside it: one mirror for each. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UnknownWorkspace } from "#core/ports/workspace.ts";
import type { FileChange, SnapshotId, Snapshots } from "#core/ports/workspace.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { emptyTree, openMirror } from "./mirror.ts";
import type { Mirror } from "./mirror.ts";
import { readChanges } from "./read-changes.ts";
import { isOneOf } from "./own-output.ts";
import type { OwnOutput } from "./own-output.ts";
import { findTree } from "./repository.ts";
import type { Tree } from "./repository.ts";

/** What snapshots by git are made of. */
export interface GitPlace {
  readonly env: Environment;
  readonly tree: Tree;
  /** Holds the mirrors and what is kept by name. */
  readonly home: string;
  readonly closed: readonly string[];
  /** Files that this process itself writes to while nodes work. */
  readonly own: readonly OwnOutput[];
  readonly redact?: ((text: string) => string) | undefined;
}

/** Trees by where they are: `""` for the whole, `lib` for a repository inside it. */
type State = ReadonlyMap<string, string>;

/** States of a tree, by git. */
export function createGitSnapshots(place: GitPlace): Snapshots {
  const mirrors = new Map<string, Promise<Mirror>>();
  const names = join(place.home, "kept");
  const mirrorOf = (path: string, signal: AbortSignal): Promise<Mirror> => {
    const known = mirrors.get(path);
    if (known !== undefined) return known;
    const opened = openAt(place, path, signal);
    mirrors.set(path, opened);
    opened.catch(() => mirrors.delete(path));
    return opened;
  };

  async function takeAt(path: string, signal: AbortSignal, state: Map<string, string>) {
    const mirror = await mirrorOf(path, signal);
    const { tree, nested } = await mirror.take(signal);
    state.set(path, tree);
    for (const name of nested) await takeAt(below(path, name), signal, state);
  }

  /** Asks about each tree that isn't the same on both sides. */
  async function ask<Answer>(
    [before, after]: readonly [SnapshotId, SnapshotId],
    signal: AbortSignal,
    question: (mirror: Mirror, range: Difference) => Promise<Answer>,
  ): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const difference of differencesOf(readState(before), readState(after))) {
      const mirror = await mirrorOf(difference.path, signal);
      answers.push(await question(mirror, difference));
    }
    return answers;
  }

  async function list(
    mirror: Mirror,
    { path, ...range }: Difference,
    signal: AbortSignal,
  ): Promise<readonly FileChange[]> {
    const args = ["-z", "--raw", "--numstat", "-M", "-l400"];
    return readChanges(await mirror.diff({ ...range, signal }, args), below(path, ""));
  }

  const isOwn = ({ path }: FileChange): boolean => isOneOf(place.own, join(place.tree.root, path));

  /** What of a difference is this process's own doing, by the names that its mirror has for it. */
  async function listOwn(mirror: Mirror, difference: Difference, signal: AbortSignal) {
    if (place.own.length === 0) return [];
    const own = (await list(mirror, difference, signal)).filter(isOwn);
    return own.map(({ path }) => path.slice(below(difference.path, "").length));
  }

  return {
    async take(signal) {
      const state = new Map<string, string>();
      await takeAt("", signal, state);
      return JSON.stringify(Object.fromEntries(state));
    },
    async compare(before, after, signal) {
      const told = await ask([before, after], signal, (mirror, difference) =>
        list(mirror, difference, signal),
      );
      return told
        .flat()
        .filter((change) => !isOwn(change))
        .toSorted(byPath);
    },
    async diff(before, after, { signal, limit }) {
      const told = await ask([before, after], signal, async (mirror, difference) => {
        const { path, ...range } = difference;
        const without = await listOwn(mirror, difference, signal);
        const [from, to] = [`a/${below(path, "")}`, `b/${below(path, "")}`];
        const prefixes = [`--src-prefix=${from}`, `--dst-prefix=${to}`];
        const calm = ["--no-color", "--no-ext-diff", "--no-textconv"];
        return mirror.diff(
          { ...range, signal, without },
          ["-p", "-M", "-l400", ...calm, ...prefixes],
          limit,
        );
      });
      return told.join("");
    },
    async keep(name, snapshot) {
      await mkdir(names, { recursive: true, mode: 0o700 });
      await writeFile(join(names, fileFor(name)), snapshot);
    },
    kept: (name) => readFile(join(names, fileFor(name)), "utf8").catch(() => undefined),
    forget: (name) => rm(join(names, fileFor(name)), { force: true }),
    async close(cutOff) {
      mirrors.clear();
      // Outside of a repository it is a temporary folder, which is never left behind.
      if (cutOff && place.tree.gitDir !== undefined) return;
      await rm(place.home, { recursive: true, force: true });
      // The folder of all runs' states, if this was the last one.
      await rmdir(dirname(place.home)).catch(() => undefined);
    },
  };
}

interface Difference {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

function differencesOf(before: State, after: State): readonly Difference[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.flatMap((path) => {
    const [old, now] = [before.get(path) ?? emptyTree, after.get(path) ?? emptyTree];
    return old === now ? [] : [{ path, before: old, after: now }];
  });
}

/** The mirror of the tree, or of a repository inside it. */
async function openAt(place: GitPlace, path: string, signal: AbortSignal): Promise<Mirror> {
  const home = join(place.home, "trees", path === "" ? "top" : fileFor(path));
  if (path === "") return openMirror({ ...place, home }, signal);
  const folder = join(place.tree.root, path);
  const found = await findTree(place.env, folder, signal);
  const tree = found ?? { ...place.tree, root: folder, objects: undefined, forced: [] };
  return openMirror({ ...place, home, tree: { ...tree, root: folder } }, signal);
}

function readState(id: SnapshotId): State {
  try {
    const trees = JSON.parse(id) as Readonly<Record<string, string>>;
    return new Map(Object.entries(trees));
  } catch {
    throw new UnknownWorkspace("what the files were is not known any more");
  }
}

function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function fileFor(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 32);
}

function byPath(one: FileChange, other: FileChange): number {
  return one.path < other.path ? -1 : 1;
}
