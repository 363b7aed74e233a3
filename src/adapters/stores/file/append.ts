/**
 * Appends to the log of one run: in order, in groups, durable before it returns.
 *
 * When a group is written is decided in `turns.ts`. What comes while one is on its way waits for it.
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import type { Fields } from "#core/graph/value.ts";
import type { LogMark } from "#core/ports/store.ts";
import type { RunEvent } from "#core/run/events.ts";
import { syncDirectory } from "./directory.ts";
import { inlineLimit, mayHoldReference, withBlobs } from "./blobs.ts";
import { guarded, storeFailed } from "./failure.ts";
import type { Lock } from "./lock.ts";
import { logName, modes } from "./paths.ts";
import { wholeLength } from "./read-log.ts";
import { createWrittenValues } from "./same.ts";
import type { WrittenValues } from "./same.ts";
import { syncAtOnce } from "./turns.ts";
import type { Sync, Turns, WaitingLog } from "./turns.ts";

/** The end of a log that is written. */
export interface LogEnd {
  append(events: readonly RunEvent[]): Promise<void> | undefined;
  /** The last line, if this process wrote it and it is durable. */
  mark(): LogMark | undefined;
  /** Refuses if somebody else has written. */
  check(): void;
  /** Writes what still waits, then closes the file. */
  close(): Promise<void>;
}

interface Group {
  text: string;
  readonly written: Promise<void>;
  readonly settle: (written: Promise<void>) => void;
}

/** Opens the log of the run in a folder for appending. */
export function openLog(directory: string, lock: Lock, turns: Turns): LogEnd {
  const path = join(directory, logName);
  const file = openSync(path, "a+", modes.file);
  let size = fstatSync(file).size;
  let durable = size;
  let torn = true; // until looked at
  let failure: Refusal | undefined;
  let writing: Promise<void> | undefined;
  let waiting: Group | undefined;
  let lastText = "";
  let lastSeq = -1;
  const log: WaitingLog = { flush };
  const lines: Lines = { directory, values: createWrittenValues() };

  function check(): void {
    if (failure !== undefined) throw failure;
    if (lock.isFenced() || fstatSync(file).size !== size) {
      failure = fenced(path);
      throw failure;
    }
  }

  /** Undefined if the text is durable on return. */
  function write(text: string, sync: Sync): Promise<void> | undefined {
    check();
    try {
      if (torn) size = durable = cutTornLine(file);
      torn = false;
      size += writeWhole(file, text);
      lastText = text;
      writing = sync(file)?.then(settle, fail);
      if (writing === undefined) settle();
      return writing;
    } catch (error) {
      return fail(error);
    }
  }

  function settle(): void {
    writing = undefined;
    if (durable === 0) syncDirectory(directory);
    durable = size;
    if (waiting !== undefined) turns.wait(log);
  }

  function fail(error: unknown): never {
    writing = undefined;
    failure = storeFailed(error, path, "write");
    putBack(file, durable);
    if (waiting !== undefined) turns.wait(log);
    throw failure;
  }

  function wait(text: string): Promise<void> {
    if (waiting !== undefined) {
      waiting.text += text;
    } else {
      waiting = createGroup(text);
      if (writing === undefined) turns.wait(log);
    }
    return waiting.written;
  }

  function flush(sync: Sync): void {
    const group = waiting;
    if (group === undefined) return;
    waiting = undefined;
    group.settle(promised(() => write(group.text, sync)));
  }

  return {
    check,
    append(events) {
      const text = guarded(directory, "write", () => linesOf(lines, events));
      lastSeq = events.at(-1)?.seq ?? lastSeq;
      const atOnce = writing === undefined && waiting === undefined && turns.begin();
      return atOnce ? write(text, syncAtOnce) : wait(text);
    },
    mark() {
      if (lastText === "" || writing !== undefined || waiting !== undefined) return undefined;
      lines.values.forget();
      const line = lastText.slice(lastText.lastIndexOf("\n", lastText.length - 2) + 1, -1);
      return { seq: lastSeq, offset: size - Buffer.byteLength(line) - 1, sha256: sha256(line) };
    },
    async close() {
      await writing?.catch(() => undefined);
      flush(syncAtOnce);
      closeSync(file);
    },
  };
}

function sha256(line: string): string {
  return createHash("sha256").update(line).digest("hex");
}

function createGroup(text: string): Group {
  let settle: Group["settle"] = () => undefined;
  const written = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { text, written, settle };
}

/** What is thrown becomes a rejection. */
async function promised(work: () => Promise<void> | undefined): Promise<void> {
  await work();
}

/** How many bytes were written: all of them. */
function writeWhole(file: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
  return bytes.length;
}

function cutTornLine(file: number): number {
  const whole = wholeLength(file);
  if (whole < fstatSync(file).size) ftruncateSync(file, whole);
  return whole;
}

/** After a failure the log is as it was after the last durable group. */
function putBack(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {
    // Then the next process cuts the torn line off.
  }
}

function fenced(path: string): Refusal {
  return new Refusal("FENCED", `Another process has taken over the run (${path}).`, {
    hint: "this process has stopped and wrote nothing more; look at the run with `iter inspect`",
  });
}

interface Lines {
  readonly directory: string;
  readonly values: WrittenValues;
}

function linesOf(lines: Lines, events: readonly RunEvent[]): string {
  let text = "";
  for (const event of events) {
    const line = lineOf(lines, event);
    lines.values.remember(event, line);
    text += `${line}\n`;
  }
  return text;
}

function lineOf({ directory, values }: Lines, event: RunEvent): string {
  const known = values.find(event);
  const own = known === undefined ? event : { ...event, data: without(event.data, known) };
  const line = JSON.stringify(ordered(own));
  const outlined = needsBlobs(line) ? withBlobs(directory, own.data ?? {}) : own.data;
  if (known === undefined && outlined === event.data) return line;
  return JSON.stringify(ordered({ ...event, data: { ...event.data, ...outlined, ...known } }));
}

function needsBlobs(line: string): boolean {
  const large = line.length > inlineLimit / 3 && Buffer.byteLength(line) > inlineLimit;
  return large || mayHoldReference(line);
}

function without(data: Fields = {}, keys: Fields): Fields {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !Object.hasOwn(keys, key)));
}

/** Keys in the documented order; those that are undefined are left out by JSON. */
function ordered(event: RunEvent): object {
  return {
    seq: event.seq,
    timestamp: event.timestamp,
    type: event.type,
    run_id: event.run_id,
    branch_id: event.branch_id,
    node_id: event.node_id,
    activation_id: event.activation_id,
    iteration_path: event.iteration_path,
    data: event.data,
  };
}
