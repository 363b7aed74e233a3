/**
 * Decides when the logs of a process are written, and how they are synced.
 *
 * The first append of a turn of the event loop is written and synced on the spot: whoever is alone
 * gains nothing by waiting, or by a thread. Further ones of the same turn come from work that goes
 * on side by side; they wait for the turn's end. Then what one log has waiting is one group, and
 * several logs are synced at the same time, in threads: a disk makes many files durable in little
 * more time than one.
 */
import { fdatasync, fdatasyncSync } from "node:fs";

/** Makes a file's content durable; undefined if it is when this returns. */
export type Sync = (file: number) => Promise<void> | undefined;

/** A log with something to write. */
export interface WaitingLog {
  flush(sync: Sync): void;
}

/** The turns of the event loop, as logs see them. */
export interface Turns {
  /** True for the first in a turn, which may write on the spot. */
  begin(): boolean;
  /** Has a log flushed at the end of the turn. */
  wait(log: WaitingLog): void;
}

/** Syncs on the spot. */
export const syncAtOnce: Sync = (file) => {
  fdatasyncSync(file);
  return undefined;
};

/** Begins to count turns. */
export function createTurns(): Turns {
  const waiting = new Set<WaitingLog>();
  let begun = false;
  let underWay = 0;

  function begin(): void {
    begun = true;
    setImmediate(end);
  }

  function end(): void {
    begun = false;
    const logs = [...waiting];
    waiting.clear();
    const sync = logs.length > 1 || underWay > 0 ? syncInThread : syncAtOnce;
    for (const log of logs) log.flush(sync);
  }

  function syncInThread(file: number): Promise<void> {
    underWay += 1;
    return new Promise((resolve, reject) => {
      fdatasync(file, (error) => {
        underWay -= 1;
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  return {
    begin() {
      if (begun || underWay > 0) return false;
      begin();
      return true;
    },
    wait(log) {
      waiting.add(log);
      if (!begun) begin();
    },
  };
}
