/** What loops have tried, on refs of their own: nothing resets it but time. Spec: github §13. */
import type { Fields } from "#core/graph/value.ts";
import type { GithubClient } from "./client.ts";
import { changeList, readList } from "./kept-list.ts";

const folder = "iter/loops";
/** Older entries are of no failure that could come again. */
const mostEntries = 100;

/** The entries of a ledger, oldest first; null for one that can't be read. */
export async function readLoopLedger(
  client: GithubClient,
  name: string,
): Promise<readonly Fields[] | null> {
  return readList(client, `${folder}/${name}`);
}

/** Adds an entry, once for each of its ids; `tree` is a commit whose tree the ledger shares. */
export async function addToLoopLedger(
  client: GithubClient,
  name: string,
  { entry, tree }: { readonly entry: Fields & { readonly id: string }; readonly tree: string },
): Promise<void> {
  await changeList(client, `${folder}/${name}`, {
    tree,
    change: (entries) =>
      entries.some(({ id }) => id === entry.id) ? null : [...entries, entry].slice(-mostEntries),
  });
}
