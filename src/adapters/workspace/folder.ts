/** A folder outside of any repository: what is in it, within bounds. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { UnknownWorkspace } from "#core/ports/workspace.ts";
import type { FileChange, Snapshots } from "#core/ports/workspace.ts";
import { isOneOf } from "./own-output.ts";
import type { OwnOutput } from "./own-output.ts";

/** So much is looked at where no repository says what is worth it. */
export const mostFiles = 20_000;
const mostBytes = 500 * 1024 * 1024;

/** A folder and what in it isn't looked at. */
export interface Folder {
  readonly root: string;
  /** Absolute paths. */
  readonly closed: readonly string[];
}

interface Found {
  readonly name: string;
  readonly link: boolean;
}

/** Names files, or says that there are too many of them. */
export async function listFolder(
  { root, closed }: Folder,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const files: Found[] = [];
  let bytes = 0;
  async function look(folder: string): Promise<void> {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      signal.throwIfAborted();
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== ".git" && !closed.includes(join(root, name))) await look(name);
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        files.push({ name, link: entry.isSymbolicLink() });
        bytes += entry.isFile() ? (await lstat(join(root, name))).size : 0;
        if (files.length > mostFiles || bytes > mostBytes) throw tooBig(root);
      }
    }
  }
  await look("");
  return files;
}

/** States of a folder where there is no git: which files changed, but neither lines nor contents. */
export function createFolderSnapshots(folder: Folder, own: readonly OwnOutput[]): Snapshots {
  const states = new Map<string, ReadonlyMap<string, string>>();
  const kept = new Map<string, string>();
  const stateOf = (id: string): ReadonlyMap<string, string> => {
    const state = states.get(id);
    if (state === undefined)
      throw new UnknownWorkspace("what the files were is not known any more");
    return state;
  };
  return {
    async take(signal) {
      const state = new Map<string, string>();
      for (const { name, link } of await listFolder(folder, signal)) {
        signal.throwIfAborted();
        state.set(name, await fingerprint(join(folder.root, name), link));
      }
      const id = `files:${states.size}`;
      states.set(id, state);
      return id;
    },
    async compare(before, after) {
      const changes = compareStates(stateOf(before), stateOf(after));
      return Promise.resolve(changes.filter(({ path }) => !isOneOf(own, join(folder.root, path))));
    },
    diff: () => Promise.resolve(""),
    keep: (name, id) => Promise.resolve(void kept.set(name, id)),
    kept: (name) => Promise.resolve(kept.get(name)),
    forget: (name) => Promise.resolve(void kept.delete(name)),
    close: () => Promise.resolve(),
  };
}

function compareStates(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly FileChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((path): FileChange[] => {
    const [old, now] = [before.get(path), after.get(path)];
    if (old === now) return [];
    const change = old === undefined ? "added" : now === undefined ? "deleted" : "modified";
    return [{ path, change, added: null, removed: null }];
  });
}

async function fingerprint(path: string, link: boolean): Promise<string> {
  const hash = createHash("sha256");
  if (link) return hash.update(await readlink(path)).digest("hex");
  const { mode } = await lstat(path);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `${mode & 0o111}:${hash.digest("hex")}`;
}

function tooBig(root: string): UnknownWorkspace {
  return new UnknownWorkspace(
    `${root} holds more than ${mostFiles} files or ${mostBytes / 1024 / 1024} MiB and is no git repository`,
  );
}
