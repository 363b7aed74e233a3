/** Lists on refs of their own that several jobs write at once: nobody's entry is lost. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import { statusOf } from "./answers.ts";
import type { GithubClient } from "./client.ts";

/** What becomes of a list. */
export interface ListChange {
  /** The entries that are to be there; null if they are as they should be. */
  readonly change: (entries: readonly Fields[]) => readonly Fields[] | null;
  /** A commit whose tree the list shares. */
  readonly tree: string;
  /** It may begin anew if it can't be read; what nothing may reset is left as it is. */
  readonly anew?: boolean;
}

const mostTries = 8;

/** The entries of a list, oldest first; null for one that can't be read. */
export async function readList(
  { git }: GithubClient,
  name: string,
): Promise<readonly Fields[] | null> {
  const commit = await git.ref(name);
  return commit === null ? [] : parse(await git.message(commit));
}

/**
 * Changes a list; the result is what it holds then.
 *
 * @throws Refusal if it can't be read, unless it may begin anew.
 */
export async function changeList(
  { git }: GithubClient,
  name: string,
  { change, tree, anew = false }: ListChange,
): Promise<readonly Fields[]> {
  for (let tries = 1; ; tries++) {
    const before = await git.ref(name);
    const there = before === null ? [] : parse(await git.message(before));
    if (there === null && !anew) throw unreadable(name);
    const entries = there ?? [];
    const wanted = change(entries);
    if (wanted === null) return entries;
    const message = print(wanted);
    const commit = await git.mark(message, tree, before === null ? [] : [before]);
    try {
      if (before !== null) await git.moveRef(name, commit);
      if (before !== null || (await git.createRef(name, commit))) return wanted;
    } catch (fault) {
      // Somebody else has written meanwhile: their entries are read, and the change is made to them.
      if (statusOf(fault) !== 422 || tries >= mostTries) throw fault;
    }
  }
}

function unreadable(name: string): Refusal {
  return new Refusal("STORE_FAILED", `\`${name}\` can't be read, and nothing is written over it.`, {
    hint: `look at it by \`git fetch origin refs/${name}\`; delete the ref if it is of no use`,
  });
}

/** A commit that says nothing is none. */
const nothing = "[]";

/** An entry a line. */
function print(entries: readonly Fields[]): string {
  return entries.length === 0 ? nothing : entries.map((one) => JSON.stringify(one)).join("\n");
}

function parse(text: string): readonly Fields[] | null {
  if (text.trim() === nothing) return [];
  try {
    const lines = text.trim().split("\n");
    const entries = lines.map((line) => JSON.parse(line) as Value);
    return entries.every(isFields) ? entries : null;
  } catch {
    return null;
  }
}
