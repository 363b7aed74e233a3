/**
 * Reads the log of a run, line by line.
 *
 * What a kill leaves behind is forgiven: a torn last line is dropped, and lines of a fenced writer,
 * whose `seq` has been used, are passed over. Anything else that is wrong means the file was changed
 * by other hands, and nothing is built on it.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import { isFields } from "#core/graph/value.ts";
import { formatVersion } from "#core/run/events.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { StoredLog } from "#core/ports/store.ts";
import { errorCode } from "./failure.ts";
import { BrokenReference, mayHoldReference, withValues } from "./blobs.ts";
import { logName } from "./paths.ts";

const newline = 10;

/** The log of the run in a folder, as far as it is whole. */
export function readLog(directory: string): StoredLog {
  const path = join(directory, logName);
  const bytes = readFileSync(path);
  const events: RunEvent[] = [];
  let [start, line, ignoredLines] = [0, 0, 0];
  while (start < bytes.length) {
    line += 1;
    const end = bytes.indexOf(newline, start);
    const text = end < 0 ? "" : bytes.toString("utf8", start, end);
    const event = readEvent(text);
    const isLast = end < 0 || end === bytes.length - 1;
    if (event === undefined && isLast) break;
    if (event === undefined) throw corrupt(path, line, "is not an event");
    if (event.seq > events.length) throw corrupt(path, line, gap(events.length, event.seq));
    if (event.seq < events.length) ignoredLines += 1;
    else {
      if (event.seq === 0) refuseNewer(event);
      const whole = mayHoldReference(text) ? resolve(directory, event, events, line) : event;
      events.push(whole);
      if (event.type === "log_repaired") ignoredLines = 0; // counted by an earlier process
    }
    start = end + 1;
  }
  return { events, repaired: { droppedBytes: bytes.length - start, ignoredLines } };
}

/** How many bytes of a log are whole lines; reads only its end. */
export function wholeLength(file: number): number {
  const size = fstatSync(file).size;
  for (let reach = 64 * 1024; ; reach *= 4) {
    const from = Math.max(0, size - reach);
    const tail = Buffer.alloc(size - from);
    readSync(file, tail, 0, tail.length, from);
    const end = tail.lastIndexOf(newline);
    const start = end < 1 ? -1 : tail.lastIndexOf(newline, end - 1);
    if (from > 0 && start < 0) continue; // the last line is longer than what was read
    if (end < 0) return 0;
    const last = readEvent(tail.toString("utf8", start + 1, end));
    const torn = last === undefined && end === tail.length - 1;
    return from + (torn ? start + 1 : end + 1);
  }
}

/** True if the log in a folder has a whole first line: only then the run exists. */
export function hasEvents(directory: string): boolean {
  let file: number;
  try {
    file = openSync(join(directory, logName), "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
  try {
    return firstLineEnds(file);
  } finally {
    closeSync(file);
  }
}

function firstLineEnds(file: number): boolean {
  const chunk = Buffer.alloc(64 * 1024);
  const size = fstatSync(file).size;
  for (let at = 0, read = 1; at < size && read > 0; at += read) {
    read = readSync(file, chunk, 0, chunk.length, at);
    if (chunk.subarray(0, read).includes(newline)) return true;
  }
  return false;
}

function readEvent(text: string): RunEvent | undefined {
  let event: Partial<RunEvent> | null;
  try {
    event = JSON.parse(text) as Partial<RunEvent> | null;
  } catch {
    return undefined;
  }
  if (typeof event !== "object" || event === null) return undefined;
  return Number.isInteger(event.seq) && typeof event.type === "string"
    ? (event as RunEvent)
    : undefined;
}

function resolve(
  directory: string,
  event: RunEvent,
  earlier: readonly RunEvent[],
  line: number,
): RunEvent {
  try {
    const data = withValues(directory, event.data ?? {}, earlier);
    return isFields(data) ? { ...event, data } : event;
  } catch (error) {
    if (!(error instanceof BrokenReference)) throw error;
    throw corrupt(
      join(directory, logName),
      line,
      `refers to a value that is gone: ${error.message}`,
    );
  }
}

function refuseNewer(event: RunEvent): void {
  const version = event.data?.["format_version"];
  if (typeof version !== "number" || version <= formatVersion) return;
  throw new Refusal(
    "FORMAT_TOO_NEW",
    `The log of run \`${event.run_id}\` has format ${version}; this version of iter reads up to ${formatVersion}.`,
    { hint: "use the version of iter that wrote it, or a newer one" },
  );
}

function gap(expected: number, found: number): string {
  return `has seq ${found} where ${expected} is next`;
}

function corrupt(path: string, line: number, what: string): Refusal {
  return new Refusal("LOG_CORRUPT", `The log is damaged: ${path}:${line} ${what}.`, {
    hint: "nothing was changed; restore the file from a copy, or start a new run",
  });
}
