/**
 * Decides when the logs of a process are written, and how they become durable.
 *
 * The first append of a turn of the event loop is written and synced on the spot: whoever is alone
 * gains nothing by waiting, or by a thread. Further ones of the same turn come from work that goes
 * on side by side; they wait for the turn's end. Then what one log has waiting is one group. A few
 * logs are synced at the same time, in threads; a crowd shares one sync of one file.
 */
import { fdatasyncSync } from "node:fs";
import { syncDirectory } from "./directory.ts";
import { createNameSyncs } from "./names.ts";
import { syncInThread } from "./shared/shared-log.ts";
import type { SharedLog, WrittenGroup } from "./shared/shared-log.ts";

/** Makes a group durable; undefined if it is when this returns. */
export type Sync = (group: WrittenGroup) => Promise<void> | undefined;

/** A log with something to write. */
export interface WaitingLog {
  flush(sync: Sync): void;
}

/** The turns of the event loop, as logs see them. */
export interface Turns {
  readonly shared: SharedLog;
  /** Syncs on the spot. */
  readonly atOnce: Sync;
  /** True for the first in a turn, which may write on the spot. */
  begin(): boolean;
  /** Has a log flushed at the end of the turn. */
  wait(log: WaitingLog): void;
}

/** From so many logs on a sync of each, four at a time, takes longer than writing twice. */
const crowd = 8;

/** Begins to count turns. */
export function createTurns(shared: SharedLog): Turns {
  const waiting = new Set<WaitingLog>();
  const syncNames = createNameSyncs();
  let begun = false;
  let crowded = false;
  let underWay = 0;

  function begin(): void {
    begun = true;
    setImmediate(end);
  }

  function end(): void {
    begun = false;
    const logs = [...waiting];
    waiting.clear();
    crowded = logs.length >= crowd;
    const sync = logs.length > 1 || underWay > 0 ? inThread : atOnce;
    for (const log of logs) log.flush(crowded ? together : sync);
    shared.commit();
  }

  function atOnce({ log, names }: WrittenGroup): undefined {
    fdatasyncSync(log.file);
    for (const folder of names) syncDirectory(folder);
    shared.synced(log);
  }

  async function inThread({ log, names }: WrittenGroup): Promise<void> {
    underWay += 1;
    try {
      await syncInThread(log.file);
      await Promise.all(names.map(syncNames));
      shared.synced(log);
    } finally {
      underWay -= 1;
    }
  }

  /** What a shared log has must follow something that is durable by itself. */
  function together(group: WrittenGroup): Promise<void> {
    return group.before === undefined ? inThread(group) : shared.add(group);
  }

  return {
    shared,
    atOnce,
    begin() {
      if (begun || crowded || underWay > 0) return false;
      begin();
      return true;
    },
    wait(log) {
      waiting.add(log);
      if (!begun) begin();
    },
  };
}
