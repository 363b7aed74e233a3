/** Folders of the store: made with their parents, and durable. */
import { closeSync, fsync, fsyncSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { modes } from "./paths.ts";

/** Makes a folder and what is missing above it, durably. */
export function makeDirectory(path: string, mode: number = modes.directory): void {
  for (const parent of addDirectory(path, mode)) syncDirectory(parent);
}

/**
 * Makes a folder and what is missing above it; the result is the folders with a new name, the
 * deepest first, for `syncDirectory`: the first sync of many takes all of them to the disk.
 *
 * One level after the other: the recursive `mkdir` of Node never ends where the system says that
 * a folder can't be made because it is missing, as `/proc` does.
 */
export function addDirectory(path: string, mode: number = modes.directory): readonly string[] {
  if (isDirectory(path)) return [];
  const parent = dirname(path);
  const above = parent === path ? [] : addDirectory(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (isDirectory(path)) return above; // another process was faster
    throw error;
  }
  return [parent, ...above];
}

/** Makes names that were added to a folder durable. */
export function syncDirectory(directory: string): void {
  if (process.platform === "win32") return; // folders can't be opened there
  const folder = openSync(directory, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The same beside what else goes on. */
export async function syncDirectoryInThread(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = openSync(directory, "r");
  try {
    await new Promise<void>((resolve, reject) => {
      fsync(folder, (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  } finally {
    closeSync(folder);
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
