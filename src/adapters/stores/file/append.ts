/**
 * Appends to the log of one run: in order, in groups, durable before it returns.
 *
 * When a group is written is decided in `turns.ts`. What comes while one is on its way waits for it.
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, ftruncateSync } from "node:fs";
import { basename, join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import type { LogMark } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";
import { guarded, storeFailed } from "./failure.ts";
import { linesOf } from "./lines.ts";
import type { Lines } from "./lines.ts";
import { fenced } from "./lock.ts";
import type { Lock } from "./lock.ts";
import { logName } from "./paths.ts";
import { openForAppending } from "./preallocation/open.ts";
import { createPreallocation } from "./preallocation/preallocation.ts";
import type { Preallocation } from "./preallocation/preallocation.ts";
import { endsInZeros } from "./preallocation/zeros.ts";
import { createWrittenValues } from "./same.ts";
import type { OpenLog, WrittenBytes, WrittenGroup } from "./shared/shared-log.ts";
import { readTopped } from "./shared/top-up.ts";
import type { Sync, Turns, WaitingLog } from "./turns.ts";
import { wholeLength } from "./whole.ts";
import { writeWhole } from "./write-whole.ts";

/** The end of a log that is written. */
export interface LogEnd {
  append(events: readonly RunEvent[]): Promise<void> | undefined;
  /** The last line, if this process wrote it and it is durable. */
  mark(): LogMark | undefined;
  /** Refuses if somebody else may write, or has. */
  check(): void;
  /** Refuses if somebody else may write. */
  checkLock(): void;
  /** Writes what still waits, then closes the file. */
  close(): Promise<void>;
}

interface Group {
  text: string;
  readonly written: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Where a log lies. */
export interface LogPlace {
  readonly directory: string;
  /** Folders whose names become durable with the first group that is written here. */
  readonly named: readonly string[];
}

/** Opens the log of the run in a folder for appending. */
export function openLog({ directory, named }: LogPlace, lock: Lock, turns: Turns): LogEnd {
  const path = join(directory, logName);
  const file = openForAppending(path, lock);
  const preallocation = createPreallocation(path, file, lock);
  const log: OpenLog = { run: basename(directory), file };
  const lines: Lines = { directory, values: createWrittenValues() };
  const waitingLog: WaitingLog = { flush };
  let size = fstatSync(file).size;
  let durable = size;
  let last: WrittenBytes | undefined;
  let lastSeq = -1;
  let names: readonly string[] = [directory, ...named];
  let failure: Refusal | undefined;
  let writing: Promise<void> | undefined;
  let waiting: Group | undefined;

  function checkLock(): void {
    if (failure !== undefined) throw failure;
    if (lock.isFenced()) throw giveUp();
  }

  function check(): void {
    checkLock();
    if (!preallocation.isAsLeft(size)) throw giveUp();
  }

  function giveUp(): Refusal {
    failure = fenced(path);
    return failure;
  }

  /** Undefined if the text is durable on return. */
  function write(text: string, sync: Sync): Promise<void> | undefined {
    check();
    try {
      if (last === undefined) size = durable = repair(directory, file);
      const bytes = Buffer.from(text);
      const group: WrittenGroup = { log, bytes: { at: size, bytes }, before: last, names };
      last = group.bytes;
      names = [];
      put(bytes, sync);
      size += bytes.length;
      writing = sync(group)?.then(settle, fail);
      if (writing === undefined) settle();
      return writing;
    } catch (error) {
      return fail(error);
    }
  }

  /** A group that isn't synced on the spot may be written with those of other logs. */
  function put(bytes: Buffer, sync: Sync): void {
    if (sync === turns.atOnce && preallocation.write(bytes, size)) return;
    preallocation.trim();
    writeWhole(file, bytes);
  }

  function settle(): void {
    writing = undefined;
    durable = size;
    if (waiting !== undefined) turns.wait(waitingLog);
  }

  function fail(error: unknown): never {
    writing = undefined;
    failure = storeFailed(error, path, "write");
    // What another process wrote isn't cut off.
    if (!(error instanceof Refusal)) putBack(file, durable, preallocation);
    if (waiting !== undefined) turns.wait(waitingLog);
    throw failure;
  }

  function wait(text: string): Promise<void> {
    if (waiting !== undefined) {
      waiting.text += text;
    } else {
      waiting = createGroup(text);
      if (writing === undefined) turns.wait(waitingLog);
    }
    return waiting.written;
  }

  function flush(sync: Sync): void {
    const group = waiting;
    if (group === undefined) return;
    waiting = undefined;
    try {
      const done = write(group.text, sync);
      if (done === undefined) group.resolve();
      else done.then(group.resolve, group.reject);
    } catch (error) {
      group.reject(error);
    }
  }

  return {
    check,
    checkLock,
    append(events) {
      const text = guarded(directory, "write", () => linesOf(lines, events));
      lastSeq = events.at(-1)?.seq ?? lastSeq;
      const atOnce = writing === undefined && waiting === undefined && turns.begin(waitingLog);
      return atOnce ? write(text, turns.atOnce) : wait(text);
    },
    mark() {
      if (last === undefined || writing !== undefined || waiting !== undefined) return undefined;
      lines.values.forget();
      const line = lastLine(last.bytes);
      return { seq: lastSeq, offset: size - line.length - 1, sha256: sha256(line) };
    },
    async close() {
      await writing?.catch(() => undefined);
      flush(turns.atOnce);
      try {
        preallocation.trim();
        await turns.shared.leave(log);
      } catch (error) {
        throw storeFailed(error, path, "write");
      } finally {
        closeSync(file);
      }
    },
  };
}

/** Without its end. */
function lastLine(group: Buffer): Buffer {
  return group.subarray(group.lastIndexOf("\n", -2) + 1, -1);
}

function sha256(line: Buffer): string {
  return createHash("sha256").update(line).digest("hex");
}

function createGroup(text: string): Group {
  let [resolve, reject]: [Group["resolve"], Group["reject"]] = [ignore, ignore];
  const written = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  return { text, written, resolve, reject };
}

function ignore(): void {
  // Until the promise says how to settle it.
}

/** Puts the end of a log in order that was killed, or lost power; the result is its length. */
function repair(directory: string, file: number): number {
  if (fstatSync(file).size === 0) return 0;
  // It had none when it was opened.
  if (endsInZeros(file)) throw fenced(join(directory, logName));
  const topped = readTopped(directory);
  const whole = wholeLength(file);
  if (whole < fstatSync(file).size) ftruncateSync(file, whole);
  if (topped === undefined) return whole;
  writeWhole(file, topped.subarray(whole));
  return topped.length;
}

/** After a failure the log is as it was after the last durable group. */
function putBack(file: number, size: number, preallocation: Preallocation): void {
  try {
    preallocation.trim();
    ftruncateSync(file, size);
  } catch {
    // Then the next process cuts the torn line off.
  }
}
