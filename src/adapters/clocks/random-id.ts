/** Fresh ids. */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

const characters = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Bytes from here on would make the first characters likelier than the others. */
const evenBytes = 256 - (256 % characters.length);

/** A fresh id of characters `[a-z0-9]` that nobody can guess. */
export function randomId(length: number): string {
  let id = "";
  while (id.length < length) {
    for (const byte of takeBytes(length)) {
      if (byte < evenBytes && id.length < length) id += characters[byte % characters.length] ?? "";
    }
  }
  return id;
}

/** Of the system's own source where it is a file: loading `node:crypto` takes a start 6 ms. */
function takeBytes(length: number): Uint8Array {
  let source: number;
  try {
    source = openSync("/dev/urandom", "r");
  } catch {
    return randomBytes(length);
  }
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(source, bytes));
  } finally {
    closeSync(source);
  }
}
