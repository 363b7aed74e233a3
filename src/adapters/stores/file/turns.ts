/**
 * Decides when the logs of a process are written, and how they become durable.
 *
 * A lone append is written and synced on the spot: whoever is alone gains nothing by waiting, or by
 * a thread. Appends to another log in the same turn of the event loop, or to the same one before its
 * writer could go on, come from work that goes on side by side; they wait for the turn's end, and
 * from then on so does everybody. Then what one log has waiting is one group. A few logs are synced
 * at the same time, in threads; a crowd shares one sync of one file.
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
  /** True for a lone append, which may be written on the spot. */
  begin(log: WaitingLog): boolean;
  /** Has a log flushed at the end of the turn. */
  wait(log: WaitingLog): void;
}

/** So often a log that is alone writes on the spot in one turn: timers want to have theirs, too. */
const mostOnTheSpot = 16;

/** What is put behind it comes before whatever the writer does next. */
const afterwards = Promise.resolve();

/** From so many logs on a sync of each, four at a time, takes longer than writing twice. */
const crowd = 8;

/** Begins to count turns. */
export function createTurns(shared: SharedLog): Turns {
  const waiting = new Set<WaitingLog>();
  const syncNames = createNameSyncs();
  let begun = false;
  let lone: WaitingLog | undefined;
  let onTheSpot = 0;
  let goesOn = true;
  let crowded = false;
  let underWay = 0;

  function begin(log?: WaitingLog): void {
    begun = true;
    lone = log;
    onTheSpot = 0;
    goesOn = true;
    setImmediate(end);
  }

  function end(): void {
    begun = false;
    lone = undefined;
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
      // Nothing may still be under way when somebody closes the file after a failure.
      const ended = await Promise.allSettled([syncInThread(log.file), ...names.map(syncNames)]);
      for (const one of ended) if (one.status === "rejected") throw one.reason;
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
    begin(log) {
      if (crowded || underWay > 0) return false;
      if (!begun) begin(log);
      if (log !== lone || waiting.size > 0 || !goesOn || onTheSpot >= mostOnTheSpot) return false;
      onTheSpot += 1;
      goesOn = false;
      void afterwards.then(() => {
        goesOn = true;
      });
      return true;
    },
    wait(log) {
      waiting.add(log);
      if (!begun) begin();
    },
  };
}
