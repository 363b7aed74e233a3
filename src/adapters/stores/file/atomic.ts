/** Writes whole files so that a reader sees the old text or the new one, never a part. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectory, syncDirectory } from "./directory.ts";
import { modes } from "./paths.ts";

let written = 0;

/**
 * Writes to a temporary name, fsyncs, renames, and makes the new name durable.
 *
 * @param check - Throws if the file must stay as it is after all.
 */
export function writeAtomically(
  path: string,
  content: string | Uint8Array,
  check?: () => void,
): void {
  const directory = dirname(path);
  makeDirectory(directory);
  replace(path, content, (file) => {
    fsyncSync(file);
    check?.();
  });
  syncDirectory(directory);
}

/** The same for what a power cut may take: it may leave the old text, the new one, or none. */
export function replaceFile(path: string, content: string): void {
  replace(path, content, () => undefined);
}

function replace(path: string, content: string | Uint8Array, sync: (file: number) => void): void {
  written += 1;
  const temporary = `${path}.${process.pid}-${written}.tmp`;
  try {
    const file = openSync(temporary, "wx", modes.file);
    try {
      writeFileSync(file, content);
      sync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
