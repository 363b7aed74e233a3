/**
 * Which bytes of a log are whole lines: a kill may have torn the last one.
 *
 * A log may have room behind its lines, which is zeros (`room.ts`); no line holds any. A power cut
 * may take blocks of the group that was written over it last, and leave others of it.
 */
import { fstatSync, readSync } from "node:fs";
import type { RunEvent } from "#core/run/events.ts";

const newline = 10;

/** No group that is written over room is longer. */
const largestOverRoom = 64 * 1024;

/** How many bytes of a log are whole lines; reads only its end. */
export function wholeLength(file: number): number {
  const size = fstatSync(file).size;
  if (endsInRoom(file)) return wholeLengthOf(readAll(file, size));
  for (let reach = 64 * 1024; ; reach *= 4) {
    const from = Math.max(0, size - reach);
    const tail = Buffer.alloc(size - from);
    readSync(file, tail, 0, tail.length, from);
    const whole = endOfWhole(tail, from === 0);
    if (whole !== undefined) return from + whole;
  }
}

/** The same of a log that was read from its beginning. */
export function wholeLengthOf(log: Buffer): number {
  return endOfWhole(withoutRoom(log), true) ?? 0;
}

/** True if the log that is open has room. */
export function endsInRoom(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1, "x");
  if (size > 0) readSync(file, last, 0, 1, size - 1);
  return last[0] === 0;
}

/**
 * A log, or what comes after a line of it, without room. Of a group whose blocks a power cut has lost
 * in part what comes before the first hole is left, as if it were torn there.
 */
export function withoutRoom(log: Buffer): Buffer {
  let end = log.length;
  while (log[end - 1] === 0) end -= 1;
  if (end === log.length) return log;
  const hole = log.indexOf(0);
  const start = log.lastIndexOf(newline, hole) + 1;
  // A hole longer than any group over room isn't from a power cut: readers report it.
  return log.subarray(0, mayLieOverRoom(end - start) ? Math.min(hole, end) : end);
}

/** The same without the zeros before lines that another process has appended behind room. */
export function withoutZeros(log: Buffer): Buffer {
  const lines = withoutRoom(log);
  const parts: Buffer[] = [];
  let from = 0;
  for (let zero = lines.indexOf(0); zero >= 0; zero = lines.indexOf(0, from)) {
    const atBeginning = zero === 0 || lines[zero - 1] === newline;
    parts.push(lines.subarray(from, zero + (atBeginning ? 0 : 1)));
    from = zero + 1;
    while (atBeginning && lines[from] === 0) from += 1;
  }
  return parts.length === 0 ? lines : Buffer.concat([...parts, lines.subarray(from)]);
}

/** Whether a group of so many bytes may be written over room. */
export function mayLieOverRoom(bytes: number): boolean {
  return bytes <= largestOverRoom;
}

function readAll(file: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(0, readSync(file, bytes, 0, size, 0));
}

/** Where a line begins that may stand behind room. */
export function behindZeros(log: Buffer, start: number): number {
  let at = start;
  while (log[at] === 0) at += 1;
  return at;
}

/** Undefined if the last line is longer than what was read. */
function endOfWhole(tail: Buffer, isAll: boolean): number | undefined {
  const end = tail.lastIndexOf(newline);
  const start = end < 1 ? -1 : tail.lastIndexOf(newline, end - 1);
  if (!isAll && start < 0) return undefined;
  if (end < 0) return 0;
  const last = readEvent(tail.toString("utf8", behindZeros(tail, start + 1), end));
  const torn = last === undefined && end === tail.length - 1;
  return torn ? start + 1 : end + 1;
}

/** The event of a line; undefined if it is none. */
export function readEvent(text: string): RunEvent | undefined {
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
