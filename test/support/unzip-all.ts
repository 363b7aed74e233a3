/** Takes every file out of a zip archive, for tests that look at what was uploaded. */
import { inflateRawSync } from "node:zlib";

const entryBytes = 46;

/** The texts of an archive by their paths. */
export function unzipAll(archive: Uint8Array): Readonly<Record<string, string>> {
  const zip = Buffer.from(archive);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files: Record<string, string> = {};
  let entry = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [named, extra, remark] = [28, 30, 32].map((at) => zip.readUInt16LE(entry + at));
    const name = zip.toString("utf8", entry + entryBytes, entry + entryBytes + (named ?? 0));
    const header = zip.readUInt32LE(entry + 42);
    const from = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const stored = zip.subarray(from, from + zip.readUInt32LE(entry + 20));
    const plain = zip.readUInt16LE(entry + 10) === 0 ? stored : inflateRawSync(stored);
    files[name] = plain.toString("utf8");
    entry += entryBytes + (named ?? 0) + (extra ?? 0) + (remark ?? 0);
  }
  return files;
}
