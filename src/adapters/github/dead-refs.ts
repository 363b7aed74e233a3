/** Refs of runs that were over long ago; nobody will ask for them again. Spec: github §8.4, §8.5. */
import type { GithubClient } from "./client.ts";
import { listOpenRuns } from "./open-runs.ts";

const folders = ["claims", "runs", "signals"] as const;
const keptMs = 7 * 86_400_000;
/** Looked at in one job; the others are there the next time. */
const mostRuns = 50;

/** Removes the refs of runs that ended a week before a time; the ids of those runs. */
export async function removeDeadRefs(
  client: GithubClient,
  now: number,
): Promise<readonly string[]> {
  const { git } = client;
  const open = new Set(await listOpenRuns(client));
  const refs = (await Promise.all(folders.map((one) => git.refsBelow(`iter/${one}/`)))).flat();
  const runs = new Set(refs.map(({ name }) => runOf(name)));
  const ended = [...runs].filter((run) => !open.has(run)).slice(0, mostRuns);
  const removed: string[] = [];
  for (const run of ended) {
    const own = refs.filter(({ name }) => runOf(name) === run);
    const times = await Promise.all(own.map(({ commit }) => git.madeAt(commit)));
    if (now - Math.max(...times) < keptMs) continue;
    for (const { name } of own) await git.deleteRef(name);
    removed.push(run);
  }
  return removed;
}

/** Removes lists in which nothing has stood for a week; a part of them at each turn. */
export async function removeEmptyLists(
  { git }: GithubClient,
  folder: string,
  { now, turn }: { readonly now: number; readonly turn: number },
): Promise<void> {
  const lists = await git.refsBelow(`${folder}/`);
  const parts = Math.max(1, Math.ceil(lists.length / mostRuns));
  const from = (turn % parts) * mostRuns;
  for (const { name, commit } of lists.slice(from, from + mostRuns)) {
    if ((await git.message(commit)) !== "[]") continue;
    if (now - (await git.madeAt(commit)) >= keptMs) await git.deleteRef(name);
  }
}

/** `iter/claims/<run>/0` */
function runOf(name: string): string {
  return name.split("/")[2] ?? "";
}
