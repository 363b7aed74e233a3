/**
 * The right to write a run: numbered files, the highest of which is the writer.
 *
 * A file is created exclusively, touched while its process lives and marked when that is done with
 * the run. No lock that somebody has held is ever deleted, so a writer that slept through a take-over
 * sees the higher number and stops.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import type { Holder } from "#core/ports/store.ts";
import { errorCode } from "#core/text/fault.ts";
import { replaceFile } from "./atomic.ts";
import { addDirectory } from "./directory.ts";
import { lockName, modes } from "./paths.ts";
import { isGone } from "./process-of.ts";

const touchEveryMs = 5_000;
const staleAfterMs = 30_000;

/** A held lock. */
export interface Lock {
  readonly epoch: number;
  /** True once another process has taken a higher epoch. */
  isFenced(): boolean;
  release(): void;
}

interface Entry {
  readonly epoch: number;
  readonly pid: number;
  readonly host: string;
  readonly at: string;
  readonly released?: true;
}

/** In place of what a lock file doesn't say. */
const nobody = { pid: 0, host: "", at: "" } as const;

/** Takes the next epoch of the run in a folder; `RUN_LOCKED` if somebody alive holds it. */
export function takeLock(directory: string, runId: string): Lock {
  const locks = join(directory, lockName);
  addDirectory(locks); // no lock outlives a power cut
  const last = lastEpoch(locks);
  const holder = holderOf(locks, last);
  if (holder !== undefined) throw locked(runId, holder);
  const entry: Entry = {
    epoch: last + 1,
    pid: process.pid,
    host: hostname(),
    at: new Date().toISOString(),
  };
  const path = join(locks, nameOf(entry.epoch));
  if (!createExclusively(path, entry)) {
    throw locked(runId, holderOf(locks, entry.epoch) ?? { ...entry, ageMs: 0 });
  }
  return hold(locks, path, entry);
}

/** Who writes the run in a folder now. */
export function currentHolder(directory: string): Holder | undefined {
  const locks = join(directory, lockName);
  return holderOf(locks, lastEpoch(locks));
}

function hold(locks: string, path: string, entry: Entry): Lock {
  const next = join(locks, nameOf(entry.epoch + 1));
  const timer = setInterval(() => touch(path), touchEveryMs);
  timer.unref();
  return {
    epoch: entry.epoch,
    isFenced: () => existsSync(next),
    release: () => {
      clearInterval(timer);
      if (!existsSync(next)) markReleased(path, entry);
    },
  };
}

/** No lock outlives a power cut, so the mark need not be durable. */
function markReleased(path: string, entry: Entry): void {
  try {
    replaceFile(path, jsonOf({ ...entry, released: true }));
  } catch {
    // On a full disk the lock ends with its process.
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // The folder was taken away: the next append says so.
  }
}

function createExclusively(path: string, entry: Entry): boolean {
  let file: number;
  try {
    file = openSync(path, "wx", modes.file);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
  try {
    writeFileSync(file, jsonOf(entry));
  } catch (error) {
    takeBack(path, file);
    throw error;
  } finally {
    closeSync(file);
  }
  return true;
}

/** A lock that could not be written, as on a full disk, would keep everybody out until it is stale. */
function takeBack(path: string, file: number): void {
  try {
    // By now the name may be another process's.
    if (statSync(path).ino === fstatSync(file).ino) rmSync(path);
  } catch {
    // Then it becomes stale.
  }
}

function lastEpoch(locks: string): number {
  let names: string[];
  try {
    names = readdirSync(locks);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return 0;
    throw error;
  }
  return Math.max(0, ...names.filter((name) => /^\d{4,}$/.test(name)).map(Number));
}

/** The live process behind an epoch, if there is one. */
function holderOf(locks: string, epoch: number): Holder | undefined {
  if (epoch === 0) return undefined;
  const path = join(locks, nameOf(epoch));
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return undefined;
  const ageMs = Math.max(0, Date.now() - file.mtimeMs);
  // A file without text has just been created: its process lives until it is seen to be stale.
  const entry = readEntry(path) ?? { epoch, ...nobody };
  if (entry.released === true || ageMs > staleAfterMs || isGone(entry)) return undefined;
  return { epoch, pid: entry.pid, host: entry.host, ageMs: Math.round(ageMs) };
}

function readEntry(path: string): Entry | undefined {
  try {
    const entry = JSON.parse(readFileSync(path, "utf8")) as Partial<Entry>;
    return typeof entry.pid === "number" && typeof entry.host === "string"
      ? (entry as Entry)
      : undefined;
  } catch {
    return undefined;
  }
}

function locked(runId: string, { epoch, pid, host, ageMs }: Holder): Refusal {
  const seen = `last seen ${Math.round(ageMs / 1_000)} s ago`;
  if (pid === nobody.pid) {
    const file = `${lockName}/${nameOf(epoch)}`;
    return new Refusal(
      "RUN_LOCKED",
      `Run \`${runId}\` is locked by \`${file}\`, which doesn't say by which process, ${seen}.`,
      { hint: `it counts no more once nobody has touched it for ${staleAfterMs / 1_000} s` },
    );
  }
  return new Refusal(
    "RUN_LOCKED",
    `Run \`${runId}\` is being written by process ${pid} on ${host}, ${seen}.`,
    { hint: `wait for it, stop it, or \`iter cancel --run-id ${runId}\`` },
  );
}

/** Says that a writer has lost its right. */
export function fenced(path: string): Refusal {
  return new Refusal("FENCED", `Another process has taken over the run (${path}).`, {
    hint: "this process has stopped and wrote nothing more; look at the run with `iter inspect`",
  });
}

function nameOf(epoch: number): string {
  return String(epoch).padStart(4, "0");
}

function jsonOf(entry: Entry): string {
  return `${JSON.stringify(entry, null, 2)}\n`;
}
