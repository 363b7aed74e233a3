/** Which bytes of a log are whole lines: a kill may have torn the last one. */
import { fstatSync, readSync } from "node:fs";
import { isFields } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { endsInZeros, skipZeros, writtenPart } from "./preallocation/zeros.ts";

const newline = 10;

/** How many bytes of a log are whole lines; reads only its end. */
export function wholeLength(file: number): number {
  const size = fstatSync(file).size;
  for (let reach = endsInZeros(file) ? size : 64 * 1024; ; reach *= 4) {
    const from = Math.max(0, size - reach);
    const tail = Buffer.alloc(size - from);
    readSync(file, tail, 0, tail.length, from);
    const whole = from === 0 ? wholeLengthOf(tail) : endOfWhole(tail, false);
    if (whole !== undefined) return from + whole;
  }
}

/** The same of a log that was read from its beginning. */
export function wholeLengthOf(log: Buffer): number {
  return endOfWhole(writtenPart(log), true) ?? 0;
}

/** Undefined if the last line is longer than what was read. */
function endOfWhole(tail: Buffer, isAll: boolean): number | undefined {
  const end = tail.lastIndexOf(newline);
  const start = end < 1 ? -1 : tail.lastIndexOf(newline, end - 1);
  if (!isAll && start < 0) return undefined;
  if (end < 0) return 0;
  const last = readEvent(tail.toString("utf8", skipZeros(tail, start + 1), end));
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
  const { seq, type, data } = event;
  if (!Number.isInteger(seq) || typeof type !== "string") return undefined;
  return data === undefined || isFields(data) ? (event as RunEvent) : undefined;
}
