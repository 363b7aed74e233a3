/**
 * Reads the log of a run, line by line.
 *
 * What a kill leaves behind is forgiven: a torn last line is dropped; lines of a fenced writer, whose
 * `seq` has been used, and zeros of a preallocated log are passed over. Anything else that is wrong
 * means the file was changed by other hands, and nothing is built on it.
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import { isFields } from "#core/graph/value.ts";
import { formatVersion } from "#core/run/events.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { LogMark, StoredLog } from "#core/ports/store.ts";
import { errorCode } from "#core/text/fault.ts";
import { BrokenReference, mayHoldReference, withValues } from "./blobs.ts";
import { logName } from "./paths.ts";
import { skipZeros, writtenPart } from "./preallocation/zeros.ts";
import { readTopped } from "./shared/top-up.ts";
import { readEvent } from "./whole.ts";

const newline = 10;

/** The log of the run in a folder, as far as it is whole. */
export function readLog(directory: string): StoredLog {
  const bytes = readTopped(directory) ?? readFileSync(join(directory, logName));
  return readLines(directory, { bytes, offset: 0, seq: 0 });
}

/** What comes after a line of the log; undefined if the line isn't there or more is needed. */
export function readLogAfter(directory: string, mark: LogMark): StoredLog | undefined {
  const topped = readTopped(directory)?.subarray(mark.offset);
  const bytes = topped ?? readFrom(join(directory, logName), mark.offset);
  const end = bytes.indexOf(newline);
  const line = bytes.subarray(0, Math.max(0, end));
  if (end < 0 || createHash("sha256").update(line).digest("hex") !== mark.sha256) return undefined;
  if (readEvent(line.toString("utf8"))?.seq !== mark.seq) return undefined;
  const rest = bytes.subarray(end + 1);
  try {
    const read = readLines(directory, {
      bytes: rest,
      offset: mark.offset + end + 1,
      seq: mark.seq + 1,
    });
    return { end: mark, ...read };
  } catch (error) {
    // Whatever is wrong is said by whoever reads the whole log: with the right number of the line.
    if (error instanceof Refusal && error.code === "LOG_CORRUPT") return undefined;
    throw error;
  }
}

/** Lines of a log from some line on. */
interface Lines {
  readonly bytes: Buffer;
  /** Where they begin in the log. */
  readonly offset: number;
  /** Of the first. */
  readonly seq: number;
}

function readLines(directory: string, { bytes: all, offset, seq: first }: Lines): StoredLog {
  const path = join(directory, logName);
  const bytes = writtenPart(all);
  const events: RunEvent[] = [];
  const eventAt = (seq: number): RunEvent | undefined => events[seq - first];
  let [start, line, ignoredLines, last] = [0, 0, 0, -1];
  while (start < bytes.length) {
    line += 1;
    const begin = skipZeros(bytes, start);
    const end = bytes.indexOf(newline, begin);
    const text = end < 0 ? "" : bytes.toString("utf8", begin, end);
    const event = readEvent(text);
    const isLast = end < 0 || end === bytes.length - 1;
    if (event === undefined && isLast) break;
    if (event === undefined) throw corrupt(path, line, "is not an event");
    const expected = first + events.length;
    if (event.seq > expected) throw corrupt(path, line, gap(expected, event.seq));
    if (event.seq < expected) ignoredLines += 1;
    else {
      if (event.seq === 0) checkBeginning(event, path);
      events.push(mayHoldReference(text) ? resolve({ directory, event, eventAt, line }) : event);
      if (event.type === "log_repaired") ignoredLines = 0; // counted by an earlier process
      last = begin;
    }
    start = end + 1;
  }
  const repaired = { droppedBytes: bytes.length - start, ignoredLines };
  const end = markAt(bytes, last, { offset, seq: first + events.length - 1 });
  return end === undefined ? { events, repaired } : { events, repaired, end };
}

/** The mark of the line that begins at a place. */
function markAt(
  bytes: Buffer,
  place: number,
  { offset, seq }: Pick<Lines, "offset" | "seq">,
): LogMark | undefined {
  if (place < 0) return undefined;
  const line = bytes.subarray(place, bytes.indexOf(newline, place));
  return { seq, offset: offset + place, sha256: createHash("sha256").update(line).digest("hex") };
}

function readFrom(path: string, offset: number): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - offset));
    const read = bytes.length === 0 ? 0 : readSync(file, bytes, 0, bytes.length, offset);
    return bytes.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

/** True if the log in a folder has an event, or had one before it was damaged: only then the run exists. */
export function hasEvents(directory: string): boolean {
  const line = readFirstLine(join(directory, logName));
  if (line === undefined) return false;
  return readEvent(line.toString("utf8", skipZeros(line, 0))) !== undefined || hasMore(directory);
}

/** A broken line that is the only one is what a kill leaves of a run that never began. */
function hasMore(directory: string): boolean {
  try {
    return readLog(directory).events.length > 0;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}

/** Undefined if there is no log, or none that has a whole line. */
function readFirstLine(path: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
  try {
    return firstLineOf(file);
  } finally {
    closeSync(file);
  }
}

function firstLineOf(file: number): Buffer | undefined {
  const parts: Buffer[] = [];
  const size = fstatSync(file).size;
  for (let at = 0, read = 1; at < size && read > 0; at += read) {
    const chunk = Buffer.alloc(Math.min(64 * 1024, size - at));
    read = readSync(file, chunk, 0, chunk.length, at);
    const end = chunk.subarray(0, read).indexOf(newline);
    parts.push(chunk.subarray(0, end < 0 ? read : end));
    if (end >= 0) return Buffer.concat(parts);
  }
  return undefined;
}

interface Resolving {
  readonly directory: string;
  readonly event: RunEvent;
  readonly eventAt: (seq: number) => RunEvent | undefined;
  readonly line: number;
}

function resolve({ directory, event, eventAt, line }: Resolving): RunEvent {
  try {
    const data = withValues(directory, event.data ?? {}, eventAt);
    return isFields(data) ? { ...event, data } : event;
  } catch (error) {
    if (!(error instanceof BrokenReference)) throw error;
    const path = join(directory, logName);
    throw corrupt(path, line, `refers to a value that is gone: ${error.message}`);
  }
}

/** Spec: runtime §3.2. */
function checkBeginning(event: RunEvent, path: string): void {
  refuseNewer(event);
  if (event.type === "run_started") return;
  throw corrupt(path, 1, `begins with \`${event.type}\` in place of \`run_started\``);
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
