/**
 * Appends to the log of one run: in order, in groups, durable before it returns.
 *
 * The first append of a turn of the event loop is written and synced on the spot. Further ones of
 * the same turn come from work that goes on side by side; they wait for the turn's end and share
 * one write and one sync.
 */
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import type { RunEvent } from "#core/run/events.ts";
import { syncDirectory } from "./directory.ts";
import { inlineLimit, mayHoldReference, withBlobs } from "./blobs.ts";
import { guarded, storeFailed } from "./failure.ts";
import type { Lock } from "./lock.ts";
import { logName, modes } from "./paths.ts";
import { wholeLength } from "./read-log.ts";

/** The end of a log that is written. */
export interface LogEnd {
  append(events: readonly RunEvent[]): Promise<void> | undefined;
  /** Refuses if somebody else has written. */
  check(): void;
  /** Writes what still waits, then closes the file. */
  close(): void;
}

interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Opens the log of the run in a folder for appending. */
export function openLog(directory: string, lock: Lock): LogEnd {
  const path = join(directory, logName);
  const file = openSync(path, "a+", modes.file);
  let size = fstatSync(file).size;
  let isNew = size === 0;
  let torn = true; // until looked at
  let failure: Refusal | undefined;
  let busy = false;
  let waiting: Waiting[] = [];

  function check(): void {
    if (failure !== undefined) throw failure;
    if (lock.isFenced() || fstatSync(file).size !== size) {
      failure = fenced(path);
      throw failure;
    }
  }

  function write(text: string): void {
    check();
    try {
      if (torn) size = cutTornLine(file);
      torn = false;
      writeWhole(file, text);
      fdatasyncSync(file);
      if (isNew) syncDirectory(directory);
      isNew = false;
      size += Buffer.byteLength(text);
    } catch (error) {
      failure = storeFailed(error, path, "write");
      putBack(file, size);
      throw failure;
    }
  }

  function flush(): void {
    const group = waiting;
    [waiting, busy] = [[], false];
    if (group.length === 0) return;
    try {
      write(group.map(({ text }) => text).join(""));
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const { resolve } of group) resolve();
  }

  return {
    check,
    append(events) {
      const text = guarded(directory, "write", () => linesOf(directory, events));
      if (busy) {
        return new Promise((resolve, reject) => waiting.push({ text, resolve, reject }));
      }
      busy = true;
      setImmediate(flush);
      write(text);
      return undefined;
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
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

function linesOf(directory: string, events: readonly RunEvent[]): string {
  let text = "";
  for (const event of events) text += `${lineOf(directory, event)}\n`;
  return text;
}

function lineOf(directory: string, event: RunEvent): string {
  const line = JSON.stringify(ordered(event));
  const large = line.length > inlineLimit / 3 && Buffer.byteLength(line) > inlineLimit;
  if (event.data === undefined || !(large || mayHoldReference(line))) return line;
  return JSON.stringify(ordered({ ...event, data: withBlobs(directory, event.data) }));
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
