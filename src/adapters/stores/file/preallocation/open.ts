/**
 * Opens a log that another process may have left preallocated.
 *
 * That process may still live, asleep before its next group, which it would write in place. So whoever
 * takes over goes on with a copy: what the sleeper has open has no name any more.
 */
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeAtomically } from "../atomic.ts";
import { fenced } from "../lock.ts";
import type { Lock } from "../lock.ts";
import { modes } from "../paths.ts";
import { withoutZeros } from "./zeros.ts";

/** Zeros are looked for in so much of a log's end. */
const reach = 1024 * 1024;

/** Opens a log for appending; no zeros are in it then. */
export function openForAppending(path: string, lock: Lock): number {
  removeCopies(path);
  const file = openSync(path, "a+", modes.file);
  if (!holdsZeros(file)) return file;
  closeSync(file);
  writeAtomically(path, withoutZeros(readFileSync(path)), () => {
    if (lock.isFenced()) throw fenced(path);
  });
  return openSync(path, "a+", modes.file);
}

/** Whoever sleeps before it renames its copy must not find it again. */
function removeCopies(path: string): void {
  const [folder, name] = [dirname(path), basename(path)];
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(`${name}.`) && entry.endsWith(".tmp"))
      rmSync(join(folder, entry), { force: true });
  }
}

/** They stand at the end, or before lines that were appended behind them. */
function holdsZeros(file: number): boolean {
  const { size } = fstatSync(file);
  const end = Buffer.alloc(Math.min(size, reach));
  if (size > 0) readSync(file, end, 0, end.length, size - end.length);
  return end.at(-1) === 0 || end.includes("\0{");
}
