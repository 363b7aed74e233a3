/**
 * The zeros of a log that is preallocated; no line holds any.
 *
 * They stand behind the lines, and before what another process has appended meanwhile. A power cut may
 * also have put some in the place of blocks of the last group.
 */
import { fstatSync, readSync } from "node:fs";

const newline = 10;

/** No group that is written in place is longer. */
export const largestInPlace: number = 64 * 1024;

/** True if the log that is open is preallocated. */
export function endsInZeros(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1, "x");
  if (size > 0) readSync(file, last, 0, 1, size - 1);
  return last[0] === 0;
}

/**
 * What was written of a log, or of what comes after a line of it. Of a group whose blocks a power cut
 * has lost in part what comes before the first hole is left, as if it were torn there.
 */
export function writtenPart(log: Buffer): Buffer {
  let end = log.length;
  while (log[end - 1] === 0) end -= 1;
  if (end === log.length) return log;
  const hole = log.indexOf(0);
  const start = log.lastIndexOf(newline, hole) + 1;
  // A longer hole isn't from a power cut: readers report it.
  return log.subarray(0, end - start <= largestInPlace ? Math.min(hole, end) : end);
}

/** The same without the zeros before lines that another process has appended. */
export function withoutZeros(log: Buffer): Buffer {
  const lines = writtenPart(log);
  const parts: Buffer[] = [];
  let from = 0;
  for (let zero = lines.indexOf(0); zero >= 0; zero = lines.indexOf(0, from)) {
    const isBeginning = zero === 0 || lines[zero - 1] === newline;
    parts.push(lines.subarray(from, isBeginning ? zero : zero + 1));
    from = isBeginning ? skipZeros(lines, zero) : zero + 1;
  }
  return parts.length === 0 ? lines : Buffer.concat([...parts, lines.subarray(from)]);
}

/** Where a line begins that zeros may stand before. */
export function skipZeros(log: Buffer, start: number): number {
  let at = start;
  while (log[at] === 0) at += 1;
  return at;
}
