/** What loops have tried, on refs of their own: nothing resets it but time. Spec: github §13. */
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { statusOf } from "./answers.ts";
import type { GithubClient } from "./client.ts";

const folder = "iter/loops";
/** Older entries are of no failure that could come again. */
const mostEntries = 100;
const mostTries = 5;

/** The entries of a ledger, oldest first. */
export async function readLoopLedger(
  { git }: GithubClient,
  name: string,
): Promise<readonly Fields[]> {
  const commit = await git.ref(`${folder}/${name}`);
  return commit === null ? [] : parse(await git.message(commit));
}

/** Adds an entry, once for each of its ids; `tree` is a commit whose tree the ledger shares. */
export async function addToLoopLedger(
  { git }: GithubClient,
  name: string,
  { entry, tree }: { readonly entry: Fields & { readonly id: string }; readonly tree: string },
): Promise<void> {
  const ref = `${folder}/${name}`;
  for (let tries = 1; ; tries++) {
    const before = await git.ref(ref);
    const entries = before === null ? [] : parse(await git.message(before));
    if (entries.some(({ id }) => id === entry.id)) return;
    const message = JSON.stringify([...entries, entry].slice(-mostEntries));
    const commit = await git.mark(message, tree, before === null ? [] : [before]);
    try {
      if (before === null && (await git.createRef(ref, commit))) return;
      if (before !== null) {
        await git.moveRef(ref, commit);
        return;
      }
    } catch (fault) {
      // Somebody else has written meanwhile: their entries are read, and ours is put behind them.
      if (statusOf(fault) !== 422 || tries >= mostTries) throw fault;
    }
  }
}

function parse(text: string): readonly Fields[] {
  try {
    const value = JSON.parse(text) as Value;
    return isList(value) ? value.filter(isFields) : [];
  } catch {
    return [];
  }
}
