/**
 * Room at the end of a log that grows quickly.
 *
 * A file that has its length already is synced in four fifths of the time of one that grows. So when
 * groups of one log come right after each other, it is made longer by many zeros at once, and groups
 * are written over them. They are cut off again when no group has come for a while. To readers they
 * are what a torn last line is to them: something without an end.
 *
 * Whoever writes over something must be alone. Room is therefore appended, and not used if anything
 * else has been; and who finds room in a log goes on with a copy, out of reach of a writer that
 * sleeps before its next group.
 */
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import { writeAtomically } from "./atomic.ts";
import { errorCode } from "./failure.ts";
import { fenced } from "./lock.ts";
import type { Lock } from "./lock.ts";
import { modes } from "./paths.ts";
import { mayLieOverRoom, withoutZeros } from "./whole.ts";
import { writeWhole } from "./write-whole.ts";

/** So many groups in a row, each so soon after the one before, and more are likely to come. */
const quickInARow = 32;
const soonMs = 10;

/** After so long without a group the log is given its own length again. */
const idleMs = 100;

/** So much room is made at a time; its own sync is one among some hundred then. */
const roomAtOnce = 256 * 1024;

/** The room of a log that is open for appending. */
export interface Room {
  /** The file's length while it has room; 0 if it has none. */
  fileLength(): number;
  /** Writes a group where the one before ends; false if it must be appended. */
  put(bytes: Buffer, at: number): boolean;
  /** Cuts the file off where the last group ends. */
  giveBack(): void;
}

/** Opens a log for appending, without the room that others left in it. */
export function openForAppending(path: string, lock: Lock): number {
  removeCopies(path);
  const file = openSync(path, "a+", modes.file);
  if (!holdsRoom(file)) return file;
  closeSync(file);
  writeAtomically(path, withoutZeros(readFileSync(path)), () => {
    if (lock.isFenced()) throw fenced(path);
  });
  return openSync(path, "a+", modes.file);
}

/** A taker that sleeps before it renames its copy must not find it again. */
function removeCopies(path: string): void {
  const [folder, name] = [dirname(path), basename(path)];
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(`${name}.`) && entry.endsWith(".tmp"))
      rmSync(join(folder, entry), { force: true });
  }
}

/** Looks where room may be: at the end, or before lines that were appended behind it. */
function holdsRoom(file: number): boolean {
  const { size } = fstatSync(file);
  const end = Buffer.alloc(Math.min(size, 4 * roomAtOnce));
  if (size > 0) readSync(file, end, 0, end.length, size - end.length);
  return end.at(-1) === 0 || end.includes("\0{");
}

/** Room for the log at a path, which is open for appending as `file`. */
export function createRoom(path: string, file: number, lock: Lock): Room {
  let inPlace: number | undefined; // opened without O_APPEND, which takes no notice of places
  let fileLength = 0;
  let linesEnd = 0;
  let quick = 0;
  let lastMs = 0;
  let isGivenUp = fstatSync(file).nlink === 0; // some file systems don't count names
  let timer: NodeJS.Timeout | undefined;

  /** The file to write to, with room behind a place; undefined if there can't be any. */
  function extend(at: number): number | undefined {
    const before = Math.max(at, fileLength);
    try {
      inPlace ??= openSync(path, "r+");
      if (!isSameFile(inPlace, file)) throw fenced(path);
      writeWhole(file, Buffer.alloc(roomAtOnce));
      fdatasyncSync(file);
    } catch (error) {
      // A disk tells of an error once; where only place is lacking groups are appended.
      if (error instanceof Refusal || errorCode(error) === "EIO") throw error;
      isGivenUp = true;
      undo(before);
      return undefined;
    }
    if (!isOursWith(before + roomAtOnce)) throw fenced(path);
    fileLength = before + roomAtOnce;
    if (timer === undefined) giveBackLater();
    return inPlace;
  }

  /** Takes back zeros that were appended in vain, unless somebody else may have written. */
  function undo(before: number): void {
    const { size } = fstatSync(file);
    if (lock.isFenced() || size < before || size > before + roomAtOnce) throw fenced(path);
    if (size > before) ftruncateSync(file, before);
  }

  function isOursWith(size: number): boolean {
    const found = fstatSync(file);
    return found.size === size && found.nlink > 0;
  }

  function giveBack(): void {
    if (inPlace === undefined) return;
    clearTimeout(timer);
    const given = inPlace;
    const isOurs = isOursWith(fileLength);
    inPlace = timer = undefined;
    fileLength = quick = 0;
    try {
      if (!isOurs) return;
      ftruncateSync(given, linesEnd);
      fdatasyncSync(given); // else a power cut may leave zeros before what is appended next
    } finally {
      closeSync(given);
    }
  }

  function giveBackLater(): void {
    timer = setTimeout(() => {
      try {
        if (Date.now() - lastMs < idleMs) giveBackLater();
        else giveBack();
      } catch {
        // The next group finds another length than it has left.
      }
    }, idleMs);
    timer.unref();
  }

  return {
    fileLength: () => fileLength,
    put(bytes, at) {
      const now = Date.now();
      quick = now - lastMs < soonMs ? quick + 1 : 0;
      lastMs = now;
      if (isGivenUp || (inPlace === undefined && quick < quickInARow)) return false;
      if (!mayLieOverRoom(bytes.length)) return false;
      linesEnd = at;
      const fits = at + bytes.length < fileLength; // a zero stays behind it: by that others see the room
      const target = fits ? inPlace : extend(at);
      if (target === undefined) return false;
      writeWhole(target, bytes, at);
      linesEnd += bytes.length;
      return true;
    },
    giveBack,
  };
}

function isSameFile(one: number, other: number): boolean {
  const [a, b] = [one, other].map((file) => fstatSync(file, { bigint: true }));
  return a?.ino === b?.ino && a?.dev === b?.dev;
}
