/**
 * The files to which this process's own output is redirected: `iter run … > out.txt`.
 *
 * They grow while nodes work, and no node is to blame for it.
 */
import { fstatSync, statSync } from "node:fs";

/** Which file it is, by whatever name. */
export interface OwnOutput {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** What stands behind these descriptors, where it is a file. */
export function findOwnOutput(descriptors: readonly number[]): readonly OwnOutput[] {
  return descriptors.flatMap((descriptor) => {
    try {
      const found = fstatSync(descriptor, { bigint: true });
      return found.isFile() ? [{ dev: found.dev, ino: found.ino }] : [];
    } catch {
      // It is closed.
      return [];
    }
  });
}

/** Whether what is at the path now is one of them. */
export function isOneOf(own: readonly OwnOutput[], path: string): boolean {
  if (own.length === 0) return false;
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return own.some(({ dev, ino }) => dev === found?.dev && ino === found.ino);
  } catch {
    return false;
  }
}
