/**
 * Drops segments of the shared log that a killed process has left, once every file that they cover
 * has their groups and is durable itself.
 */
import { closeSync, fdatasyncSync, openSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "#core/text/fault.ts";
import { logName } from "../paths.ts";
import { isGone } from "../process-of.ts";
import { wholeLength } from "../whole.ts";
import { listSegments, readGroups, readOwner } from "./segment.ts";

/** A segment whose owner can't be looked up is somebody's for so long after its last group. */
const abandonedAfterMs = 3_600_000;

/** Drops what nobody needs any longer. */
export function sweepSegments(folder: string, runs: string): void {
  for (const path of listSegments(folder)) {
    if (isAbandoned(path) && isCovered(path, runs)) rmSync(path, { force: true });
  }
}

function isAbandoned(path: string): boolean {
  const owner = readOwner(path);
  if (owner !== undefined && isGone(owner)) return true;
  const file = statSync(path, { throwIfNoEntry: false });
  return file !== undefined && Date.now() - file.mtimeMs > abandonedAfterMs;
}

function isCovered(path: string, runs: string): boolean {
  const ends = new Map(readGroups(path).map(({ run, offset, length }) => [run, offset + length]));
  return [...ends].every(([run, end]) => isDurable(join(runs, run, logName), end));
}

/** A run that was deleted needs nothing any more. */
function isDurable(log: string, length: number): boolean {
  let file: number;
  try {
    file = openSync(log, "r+");
  } catch (error) {
    return errorCode(error) === "ENOENT";
  }
  try {
    if (wholeLength(file) < length) return false;
    fdatasyncSync(file);
    return true;
  } finally {
    closeSync(file);
  }
}
