/**
 * Makes names in folders durable beside what else goes on.
 *
 * Runs that begin at the same moment have their folders in the same one: they share its sync.
 */
import { syncDirectoryInThread } from "./directory.ts";

/** Resolves when all names that the folder has by now are durable. */
export type SyncNames = (folder: string) => Promise<void>;

/** As many as Node has threads: more would only keep more folders open. */
const mostAtOnce = 4;

/** Nothing is under way at first. */
export function createNameSyncs(): SyncNames {
  const running = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  async function sync(folder: string): Promise<void> {
    if (busy < mostAtOnce) busy += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      await syncDirectoryInThread(folder);
    } finally {
      running.delete(folder);
      const other = waiting.shift();
      if (other === undefined) busy -= 1;
      else other();
    }
  }

  function start(folder: string): Promise<void> {
    const done = sync(folder);
    running.set(folder, done);
    return done;
  }

  return (folder) => {
    const before = running.get(folder);
    if (before === undefined) return start(folder);
    // What is under way may have begun before the newest name was there.
    const queued = next.get(folder);
    if (queued !== undefined) return queued;
    const after = before
      .catch(() => undefined)
      .then(() => {
        next.delete(folder);
        return start(folder);
      });
    next.set(folder, after);
    return after;
  };
}
