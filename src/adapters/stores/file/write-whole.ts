/** Writes all of some bytes: the system may take a part of them at a time. */
import { writeSync } from "node:fs";

/** Appends bytes to an open file. */
export function writeWhole(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
