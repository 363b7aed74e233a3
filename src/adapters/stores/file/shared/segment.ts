/**
 * A file of the shared log: groups of many runs, one after the other, each with what tells whether
 * it is whole and where in its run's log it belongs.
 *
 * A group is a line of JSON, then the bytes as they stand in the run's own log. `after` names the
 * group before it there: what doesn't follow it is of another run that had the same id, or was
 * overtaken by another writer.
 */
import { closeSync, openSync, readFileSync, readSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { errorCode } from "#core/text/fault.ts";
import type { NamedProcess } from "../process-of.ts";
import { crc32 } from "./crc32.ts";

const newline = 10;

/** Bytes of a run's log. */
export interface LogPart {
  /** Where they begin. */
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
}

/** What a shared log says of a group. */
export interface GroupHead extends LogPart {
  readonly run: string;
  readonly after: LogPart;
}

/** A group of a run's log, as a shared log has it. */
export interface StoredGroup extends GroupHead {
  readonly bytes: Buffer;
}

/** The first line of a segment. */
export function writeOwner(owner: NamedProcess): Buffer {
  return Buffer.from(`${JSON.stringify(owner)}\n`);
}

/** The line that stands before a group's bytes; ids of runs are plain letters, so it is, too. */
export function writeHead(run: string, group: LogPart, after: LogPart): string {
  return `{"run":${JSON.stringify(run)},${writePart(group)},"after":{${writePart(after)}}}\n`;
}

function writePart({ offset, length, crc }: LogPart): string {
  return `"offset":${offset},"length":${length},"crc":${crc}`;
}

/** The paths of the segments in the folder of the shared log. */
export function listSegments(folder: string): readonly string[] {
  return namesIn(folder).map((name) => join(folder, name));
}

/** The groups of a run in all segments, as they follow one another in its log. */
export function readGroupsOf(folder: string, run: string): readonly StoredGroup[] {
  const groups = listSegments(folder).flatMap((path) =>
    readGroups(path, (head) => head.run === run),
  );
  return groups.sort((a, b) => a.offset - b.offset);
}

/** Those groups of a segment that are asked for, up to the first that isn't whole. */
export function readGroups(
  path: string,
  isAsked: (head: GroupHead) => boolean = () => true,
): readonly StoredGroup[] {
  const segment = readIfThere(path);
  const groups: StoredGroup[] = [];
  for (let at = segment.indexOf(newline) + 1; at > 0 && at < segment.length;) {
    const end = segment.indexOf(newline, at);
    const head = end < 0 ? undefined : readHead(segment.toString("utf8", at, end));
    if (head === undefined) break;
    at = end + 1 + head.length;
    if (!isAsked(head)) continue;
    const bytes = segment.subarray(end + 1, at);
    // What isn't whole was never said to be durable.
    if (bytes.length < head.length || crc32(bytes) !== head.crc) break;
    groups.push({ ...head, bytes });
  }
  return groups;
}

/** Who writes a segment; undefined if not even that became durable. */
export function readOwner(path: string): NamedProcess | undefined {
  const [line = ""] = readStart(path).split("\n", 1);
  const value = parse(line);
  if (!isFields(value)) return undefined;
  const { pid, host, at } = value;
  return typeof pid === "number" && typeof host === "string" && typeof at === "string"
    ? { pid, host, at }
    : undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".log"));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Nothing if its owner has just dropped it. */
function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

function readStart(path: string): string {
  const start = Buffer.alloc(1_024);
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "";
    throw error;
  }
  try {
    return start.toString("utf8", 0, readSync(file, start));
  } finally {
    closeSync(file);
  }
}

function parse(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

function readHead(line: string): GroupHead | undefined {
  const head = parse(line);
  if (!isFields(head)) return undefined;
  const part = readPart(head);
  const after = readPart(head["after"]);
  const run = head["run"];
  if (part === undefined || after === undefined || typeof run !== "string") return undefined;
  return { run, ...part, after };
}

function readPart(value: Value | undefined): LogPart | undefined {
  if (!isFields(value)) return undefined;
  const { offset, length, crc } = value;
  return typeof offset === "number" && typeof length === "number" && typeof crc === "number"
    ? { offset, length, crc }
    : undefined;
}
