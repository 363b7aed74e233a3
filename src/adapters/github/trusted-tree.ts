/**
 * The commit from which workflows, recipes, tools and settings are read, never what a pull request
 * changes: fetched by its full SHA, as files that nobody may write. Spec: github §11.2.
 */
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { once } from "#core/graph/once.ts";
import type { GithubClient } from "./client.ts";
import type { TreeEntry } from "./git-objects.ts";

/** A commit's files, fetched as they are asked for. */
export interface TrustedTree {
  /** The full SHA. */
  readonly commit: string;
  /** Where fetched files lie. */
  readonly folder: string;
  /** Every file of the commit; null if the server can't list them in one answer. */
  list(): Promise<readonly TreeEntry[] | null>;
  /** Puts a file into the folder; false if the commit has none, or no plain one, of that path. */
  fetch(path: string): Promise<boolean>;
  text(path: string): Promise<string | null>;
}

const fullSha = /^[0-9a-f]{40}$/;
const plainModes: readonly string[] = ["100644", "100755"];

/** The full SHA of a branch, or of a commit that is given as one. */
export async function resolveCommit({ git }: GithubClient, ref: string): Promise<string | null> {
  return fullSha.test(ref) ? ref : git.ref(`heads/${ref}`);
}

/** Opens the tree of a commit below a folder, which is made anew. */
export function openTrustedTree(
  client: GithubClient,
  { commit, folder }: { readonly commit: string; readonly folder: string },
): TrustedTree {
  const { git } = client;
  const place = join(folder, commit);
  const listed = once(() => git.tree(commit));
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true, mode: 0o700 });

  async function bytesOf(path: string): Promise<Uint8Array | null> {
    const entries = await listed();
    // Too many files for one answer: then the file is asked for by itself.
    if (entries === null) {
      const text = await client.file(path, commit);
      return text === null ? null : new TextEncoder().encode(text);
    }
    const entry = entries.find((one) => one.path === path);
    return entry === undefined || !plainModes.includes(entry.mode) ? null : git.blob(entry.sha);
  }

  async function fetch(path: string): Promise<boolean> {
    const target = join(place, path);
    if (!target.startsWith(`${place}/`)) return false;
    if (existsSync(target)) return true;
    const bytes = await bytesOf(path);
    if (bytes === null) return false;
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    writeFileSync(target, bytes);
    chmodSync(target, 0o400);
    return true;
  }

  return {
    commit,
    folder: place,
    async list() {
      const entries = await listed();
      return entries?.filter(({ mode }) => plainModes.includes(mode)) ?? null;
    },
    fetch,
    async text(path) {
      const bytes = await bytesOf(path);
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
  };
}
