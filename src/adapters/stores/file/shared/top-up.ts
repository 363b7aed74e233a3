/**
 * The log of a run with the end that a power cut took from its file and left in the shared log.
 *
 * Segments are read before the file: a group is in the file before it is in a segment, so a log
 * that is being written never seems to lack what was just appended.
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { logName, sharedDirectory } from "../paths.ts";
import { wholeLengthOf } from "../whole.ts";
import { crc32 } from "./crc32.ts";
import { readGroupsOf } from "./segment.ts";
import type { StoredGroup } from "./segment.ts";

/** The log in the folder of a run; undefined if its file lacks nothing. */
export function readTopped(directory: string): Buffer | undefined {
  const groups = readGroupsOf(sharedDirectory(directory), basename(directory));
  return groups.length === 0 ? undefined : topUp(readFileSync(join(directory, logName)), groups);
}

/** The bytes of a log with the groups that follow them; undefined if none does. */
export function topUp(bytes: Buffer, groups: readonly StoredGroup[]): Buffer | undefined {
  let topped: Buffer | undefined;
  let whole = wholeLengthOf(bytes);
  for (const group of groups) {
    const log = topped ?? bytes.subarray(0, whole);
    if (!follows(log, group)) continue;
    topped = Buffer.concat([log.subarray(0, group.offset), group.bytes]);
    whole = topped.length;
  }
  return topped;
}

/** Whether a group goes on where a log ends, or holds what it ends with and more. */
function follows(log: Buffer, { offset, length, bytes, after }: StoredGroup): boolean {
  if (offset > log.length || offset + length <= log.length) return false;
  const begun = log.subarray(offset);
  if (!begun.equals(bytes.subarray(0, begun.length))) return false;
  return crc32(log.subarray(after.offset, offset)) === after.crc;
}
