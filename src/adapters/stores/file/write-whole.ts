/** Writes all of some bytes: the system may take a part of them at a time. */
import { writeSync } from "node:fs";

/** Appends bytes to an open file, or puts them at a place of it. */
export function writeWhole(file: number, bytes: Buffer, place?: number): void {
  for (let at = 0; at < bytes.length;)
    at += writeSync(file, bytes, at, bytes.length - at, place === undefined ? null : place + at);
}
