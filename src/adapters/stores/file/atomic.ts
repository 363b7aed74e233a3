/** Writes whole files so that a reader sees the old text or the new one, never a part. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectory, syncDirectory } from "./directory.ts";
import { modes } from "./paths.ts";

let written = 0;

/** Writes to a temporary name, fsyncs, renames, and makes the new name durable. */
export function writeAtomically(path: string, content: string): void {
  const directory = dirname(path);
  makeDirectory(directory);
  written += 1;
  const temporary = `${path}.${process.pid}-${written}.tmp`;
  try {
    const file = openSync(temporary, "wx", modes.file);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncDirectory(directory);
}
