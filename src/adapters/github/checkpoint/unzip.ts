/** Takes the one file out of a zip archive as the artifact service makes them. */
import { inflateRawSync } from "node:zlib";
import { BadCheckpoint } from "./bad-checkpoint.ts";

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const headerSignature = 0x04034b50;
const endBytes = 22;
const entryBytes = 46;
const headerBytes = 30;
const mostBytes = 2 * 1024 ** 3 - 1;

/**
 * The content of an archive's only entry.
 *
 * @throws BadCheckpoint if it has more than one, or one of another name.
 */
export function unzipOnly(archive: Uint8Array, names: readonly string[]): Uint8Array {
  try {
    return readOnly(Buffer.from(archive.buffer, archive.byteOffset, archive.length), names);
  } catch (fault) {
    if (fault instanceof BadCheckpoint) throw fault;
    throw new BadCheckpoint("its artifact can't be unpacked");
  }
}

function readOnly(zip: Buffer, names: readonly string[]): Uint8Array {
  const end = findEnd(zip);
  if (zip.readUInt16LE(end + 10) !== 1) throw new BadCheckpoint("its artifact has other files");
  const entry = zip.readUInt32LE(end + 16);
  if (zip.readUInt32LE(entry) !== entrySignature) throw new RangeError();
  const name = zip.toString(
    "utf8",
    entry + entryBytes,
    entry + entryBytes + zip.readUInt16LE(entry + 28),
  );
  if (!names.includes(name)) throw new BadCheckpoint("its artifact holds another file");
  const header = zip.readUInt32LE(entry + 42);
  if (zip.readUInt32LE(header) !== headerSignature) throw new RangeError();
  const extra = zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const from = header + headerBytes + extra;
  const stored = zip.subarray(from, from + zip.readUInt32LE(entry + 20));
  const method = zip.readUInt16LE(entry + 10);
  if (method === 0) return stored;
  if (method === 8) return inflateRawSync(stored, { maxOutputLength: mostBytes });
  throw new RangeError();
}

/** The end record lies behind everything but a comment. */
function findEnd(zip: Buffer): number {
  for (let at = zip.length - endBytes; at >= 0; at -= 1)
    if (zip.readUInt32LE(at) === endSignature) return at;
  throw new RangeError();
}
