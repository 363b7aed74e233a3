/**
 * Temporary folders for the time of one call, and what is left of those whose process was killed.
 *
 * The name says whose a folder is: a later process removes it if its owner ran on this machine, as
 * this user, and is gone. Whatever can't be told of a folder keeps it.
 */
import { createHash } from "node:crypto";
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

const removal = { recursive: true, force: true, maxRetries: 5 } as const;

/** Containers share folders, but not their processes. */
const here = createHash("sha256").update(hostname()).digest("hex").slice(0, 6);

const ours = /^iter-[a-z]+-([0-9a-f]{6})-(\d+)-[A-Za-z0-9]{6}$/;

/** Where leftovers have been looked for by this process. */
const swept = new Map<string, Promise<void>>();

/** Runs something with a folder of its own, which is gone afterwards. */
export async function withTemporary<Result>(
  { name, within = tmpdir() }: { readonly name: string; readonly within?: string | undefined },
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const sweeping = swept.get(within) ?? sweepLeftovers(within);
  swept.set(within, sweeping);
  await sweeping;
  const folder = await mkdtemp(join(within, `iter-${name}-${here}-${process.pid}-`));
  try {
    return await use(folder);
  } finally {
    await rm(folder, removal);
  }
}

/** Removes the folders of processes that are gone. */
export async function sweepLeftovers(within: string): Promise<void> {
  const names = await readdir(within).catch(() => []);
  for (const name of names) {
    const [, host, pid] = ours.exec(name) ?? [];
    if (host !== here || !isGone(Number(pid))) continue;
    const folder = join(within, name);
    const found = await lstat(folder).catch(() => undefined);
    if (found?.isDirectory() !== true || found.uid !== (process.getuid?.() ?? found.uid)) continue;
    await rm(folder, removal).catch(() => undefined);
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
