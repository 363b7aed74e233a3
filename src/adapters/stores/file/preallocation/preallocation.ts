/**
 * Preallocates the log of a run that grows quickly.
 *
 * A file that has its length already is synced in two thirds of the time of one that grows. So when
 * groups of one log come right after each other, it is made longer by many zeros at once, and groups
 * are written in place of them. They are cut off again when no group has come for a while. To readers
 * they are what a torn last line is to them: something without an end.
 *
 * Whoever writes in place must be alone. Zeros are therefore appended, and not used if anything else
 * has been; who takes over such a log is told of in `open.ts`.
 */
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync } from "node:fs";
import { Refusal } from "#core/run/failure.ts";
import { errorCode } from "#core/text/fault.ts";
import { fenced } from "../lock.ts";
import type { Lock } from "../lock.ts";
import { writeWhole } from "../write-whole.ts";
import { largestInPlace } from "./zeros.ts";

/** So many groups in a row, each so soon after the one before, and more are likely to come. */
const quickInARow = 32;
const soonMs = 10;

/** After so long without a group the log is given its own length again. */
const idleMs = 100;

/** So many zeros at a time; their own sync is one among some hundred then. */
const zerosAtOnce = 256 * 1024;

/** What is preallocated of a log that is open for appending. */
export interface Preallocation {
  /** True if nobody else has written to a log of so many bytes, or taken it over. */
  isAsLeft(written: number): boolean;
  /** Writes a group in place, behind so many bytes; false if it must be appended. */
  write(bytes: Buffer, at: number): boolean;
  /** Cuts the zeros off. */
  trim(): void;
}

/** For the log at a path, which is open for appending as `file`. */
export function createPreallocation(path: string, file: number, lock: Lock): Preallocation {
  let inPlace: number | undefined; // opened without O_APPEND, which takes no notice of places
  let fileLength = 0;
  let linesEnd = 0;
  let quick = 0;
  let lastMs = 0;
  const isNamed = fstatSync(file).nlink > 0; // some file systems don't count names
  let isGivenUp = !isNamed;
  let timer: NodeJS.Timeout | undefined;

  /** The file to write to, with zeros behind a place; undefined if there can't be any. */
  function extend(at: number): number | undefined {
    const before = Math.max(at, fileLength);
    try {
      inPlace ??= openSync(path, "r+");
      if (!isSameFile(inPlace, file)) throw fenced(path);
      writeWhole(file, Buffer.alloc(zerosAtOnce));
      fdatasyncSync(file);
    } catch (error) {
      // A disk tells of an error once; where only place is lacking groups are appended.
      if (error instanceof Refusal || errorCode(error) === "EIO") throw error;
      isGivenUp = true;
      undo(before);
      return undefined;
    }
    if (!hasLength(before + zerosAtOnce)) throw fenced(path);
    fileLength = before + zerosAtOnce;
    if (timer === undefined) trimLater();
    return inPlace;
  }

  /** Takes back zeros that were appended in vain, unless somebody else may have written. */
  function undo(before: number): void {
    const { size } = fstatSync(file);
    if (lock.isFenced() || size < before || size > before + zerosAtOnce) throw fenced(path);
    if (size > before) ftruncateSync(file, before);
  }

  /** A log that was taken over has no name any more. */
  function hasLength(length: number): boolean {
    const { size, nlink } = fstatSync(file);
    return size === length && (nlink > 0 || !isNamed);
  }

  function trim(): void {
    if (inPlace === undefined) return;
    clearTimeout(timer);
    const given = inPlace;
    const isOurs = hasLength(fileLength);
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

  function trimLater(): void {
    timer = setTimeout(() => {
      try {
        if (Date.now() - lastMs < idleMs) trimLater();
        else trim();
      } catch {
        // The next group finds another length than it has left.
      }
    }, idleMs);
    timer.unref();
  }

  return {
    isAsLeft: (written) => hasLength(Math.max(written, fileLength)),
    write(bytes, at) {
      const now = Date.now();
      quick = now - lastMs < soonMs ? quick + 1 : 0;
      lastMs = now;
      if (isGivenUp || (inPlace === undefined && quick < quickInARow)) return false;
      if (bytes.length > largestInPlace) return false;
      linesEnd = at;
      const fits = at + bytes.length < fileLength; // a zero stays behind it, for others to see
      const target = fits ? inPlace : extend(at);
      if (target === undefined) return false;
      writeWhole(target, bytes, at);
      linesEnd += bytes.length;
      return true;
    },
    trim,
  };
}

function isSameFile(one: number, other: number): boolean {
  const [a, b] = [one, other].map((file) => fstatSync(file, { bigint: true }));
  return a?.ino === b?.ino && a?.dev === b?.dev;
}
