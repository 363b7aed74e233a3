/**
 * Makes groups of many logs durable by one sync.
 *
 * A disk takes a file's sync after the other's, but thousands of bytes of one file at once. So when
 * many runs of a process have written at the same moment, what they wrote is written once more, to
 * one file for all, and only that is synced. A run's own file has everything all the time; a power
 * cut alone can take its end, and whoever opens the run next finds that end here. A segment is
 * dropped when the files that it covers have been synced: as it grows large, or as they are closed.
 */
import { randomBytes } from "node:crypto";
import { closeSync, fdatasync, fdatasyncSync, fstatSync, openSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { makeDirectory, syncDirectory } from "../directory.ts";
import { modes } from "../paths.ts";
import { writeWhole } from "../write-whole.ts";
import { crc32 } from "./crc32.ts";
import { writeHead, writeOwner } from "./segment.ts";
import type { LogPart } from "./segment.ts";

/** A run's own log while it is open. */
export interface OpenLog {
  readonly run: string;
  readonly file: number;
}

/** Bytes that were written to a log's own file. */
export interface WrittenBytes {
  /** Where they begin. */
  readonly at: number;
  readonly bytes: Buffer;
  /** Known once it was asked for. */
  part?: LogPart;
}

/** A group that was written to a log's own file. */
export interface WrittenGroup {
  readonly log: OpenLog;
  readonly bytes: WrittenBytes;
  /** What this process wrote there before; the first group can't be shared. */
  readonly before: WrittenBytes | undefined;
  /** Folders whose names become durable with it. */
  readonly names: readonly string[];
}

/** The log that the logs of a process share. */
export interface SharedLog {
  /** Takes a group along; resolves when `commit` has made it durable. */
  add(group: WrittenGroup): Promise<void>;
  /** Makes everything that was added durable. */
  commit(): void;
  /** Says that a log's own file is durable as it is. */
  synced(log: OpenLog): void;
  /** Makes a log's own file durable, if only a segment is. */
  leave(log: OpenLog): Promise<void>;
}

interface Segment {
  readonly path: string;
  readonly file: number;
  /** Logs whose own files may lack on disk what the segment has. */
  readonly covered: Set<OpenLog>;
  size: number;
}

interface Waiting {
  readonly group: WrittenGroup;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Then each file that it covers is synced: seldom enough not to count. */
const largestSegment = 16 * 1024 * 1024;

/** Nothing is made before something is shared. */
export function createSharedLog(folder: string): SharedLog {
  let batch: Waiting[] = [];
  let current: Segment | undefined;
  const retired = new Set<Segment>();
  const syncing = new Map<OpenLog, Promise<void>>();

  function commit(): void {
    const waiting = batch;
    batch = [];
    if (waiting.length === 0) return;
    try {
      current = isThere(current) ? current : openSegment(folder);
      writeGroups(current, waiting);
    } catch (error) {
      retire(current);
      for (const { reject } of waiting) reject(error);
      return;
    }
    for (const { resolve } of waiting) resolve();
    if (current.size > largestSegment) retire(current);
  }

  /** Nothing more is written to it. */
  function retire(segment: Segment | undefined): void {
    if (segment === undefined) return;
    if (segment === current) current = undefined;
    retired.add(segment);
    for (const log of segment.covered) void syncBehind(log);
    dropIfDone(segment);
  }

  /** Logs go on to write meanwhile: only what was retired before is covered then. */
  function syncBehind(log: OpenLog): Promise<void> {
    const before = [...retired];
    const done = (syncing.get(log) ?? Promise.resolve())
      .then(() => syncInThread(log.file))
      .then(
        () => release(log, before),
        () => undefined, // The segment stays, and with it what the file may lack.
      );
    syncing.set(log, done);
    return done;
  }

  function release(log: OpenLog, segments: readonly Segment[]): void {
    for (const segment of segments) if (segment.covered.delete(log)) dropIfDone(segment);
  }

  function dropIfDone(segment: Segment): void {
    if (segment.covered.size > 0) return;
    if (segment === current) current = undefined;
    retired.delete(segment);
    closeSync(segment.file);
    rmSync(segment.path, { force: true });
  }

  function segments(): readonly Segment[] {
    return current === undefined ? [...retired] : [...retired, current];
  }

  return {
    commit,
    add: (group) =>
      new Promise((resolve, reject) => {
        batch.push({ group, resolve, reject });
      }),
    synced(log) {
      if (current !== undefined || retired.size > 0) release(log, segments());
    },
    async leave(log) {
      await syncing.get(log);
      syncing.delete(log);
      if (!segments().some(({ covered }) => covered.has(log))) return;
      await syncInThread(log.file);
      release(log, segments());
    },
  };
}

/** A segment whose name somebody has removed is no use. */
function isThere(segment: Segment | undefined): segment is Segment {
  return segment !== undefined && fstatSync(segment.file).nlink > 0;
}

function openSegment(folder: string): Segment {
  makeDirectory(folder);
  const path = join(folder, `${process.pid}-${randomBytes(6).toString("hex")}.log`);
  const file = openSync(path, "wx", modes.file);
  const owner = { pid: process.pid, host: hostname(), at: new Date().toISOString() };
  const head = writeOwner(owner);
  writeWhole(file, head);
  syncDirectory(folder);
  return { path, file, covered: new Set(), size: head.length };
}

function writeGroups(segment: Segment, waiting: readonly Waiting[]): void {
  const heads: string[] = [];
  let size = 0;
  for (const { group } of waiting) {
    const { log, bytes: written, before } = group;
    segment.covered.add(log);
    const head = writeHead(log.run, partOf(written), before ? partOf(before) : nothing);
    heads.push(head);
    size += head.length + written.bytes.length;
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [index, { group }] of waiting.entries()) {
    at += bytes.write(heads[index] ?? "", at, "latin1");
    at += group.bytes.bytes.copy(bytes, at);
  }
  segment.size += size;
  writeWhole(segment.file, bytes);
  fdatasyncSync(segment.file);
}

const nothing: LogPart = { offset: 0, length: 0, crc: 0 };

function partOf(written: WrittenBytes): LogPart {
  const { at, bytes } = written;
  return (written.part ??= { offset: at, length: bytes.length, crc: crc32(bytes) });
}

/** Syncs a file beside what else goes on. */
export function syncInThread(file: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(file, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
