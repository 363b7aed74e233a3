/**
 * Tar archives of plain files, in the form that every tar reads: the same files give the same bytes.
 * Spec: github §8.1.
 */
import { BadCheckpoint } from "./bad-checkpoint.ts";

/** A file in an archive. */
export interface ArchivedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const block = 512;
const longestName = 100;
const fields = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
  prefix: [345, 155],
} as const;

/** The archive of some files, by name; no times, no owners. */
export function writeTar(files: readonly ArchivedFile[]): Uint8Array {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const parts = sorted.flatMap(({ path, bytes }) => [
    writeHeader(path, bytes.length),
    bytes,
    new Uint8Array(padding(bytes.length)),
  ]);
  return Buffer.concat([...parts, new Uint8Array(2 * block)]);
}

/**
 * The files of an archive.
 *
 * @throws BadCheckpoint if an entry is anything but a plain file below the root.
 */
export function readTar(archive: Uint8Array): readonly ArchivedFile[] {
  const files: ArchivedFile[] = [];
  const seen = new Set<string>();
  for (let at = 0; at + block <= archive.length;) {
    const header = archive.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    const { path, size } = readHeader(header);
    if (seen.has(path)) throw new BadCheckpoint(`it holds \`${path}\` twice`);
    seen.add(path);
    const bytes = archive.subarray(at + block, at + block + size);
    if (bytes.length < size) throw new BadCheckpoint("it is cut off");
    files.push({ path, bytes });
    at += block + size + padding(size);
  }
  return files;
}

function padding(size: number): number {
  return (block - (size % block)) % block;
}

function writeHeader(path: string, size: number): Uint8Array {
  const header = Buffer.alloc(block);
  const put = (name: keyof typeof fields, text: string): void => {
    header.write(text, fields[name][0], "utf8");
  };
  const [prefix, name] = splitPath(path);
  put("name", name);
  put("prefix", prefix);
  put("mode", "0000600\0");
  put("uid", "0000000\0");
  put("gid", "0000000\0");
  put("size", `${size.toString(8).padStart(11, "0")}\0`);
  put("mtime", "00000000000\0");
  put("type", "0");
  put("magic", "ustar\u000000");
  put("checksum", `${checksumOf(header).toString(8).padStart(6, "0")}\0 `);
  return header;
}

/** A long path is cut at a slash. */
function splitPath(path: string): readonly [string, string] {
  if (Buffer.byteLength(path) <= longestName) return ["", path];
  for (let at = path.indexOf("/"); at > 0; at = path.indexOf("/", at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(prefix) > fields.prefix[1]) break;
    if (Buffer.byteLength(name) <= longestName) return [prefix, name];
  }
  throw new BadCheckpoint(`\`${path}\` is too long for an archive`, "checkpoint_too_large");
}

/** Of a header whose own field counts as blanks. */
function checksumOf(header: Uint8Array): number {
  const [from, length] = fields.checksum;
  return header.reduce(
    (sum, byte, at) => sum + (at >= from && at < from + length ? 0x20 : byte),
    0,
  );
}

function readHeader(header: Uint8Array): { readonly path: string; readonly size: number } {
  const text = (name: keyof typeof fields): string => {
    const [from, length] = fields[name];
    return Buffer.from(header.subarray(from, from + length))
      .toString("utf8")
      .replace(/\0[^]*$/, "");
  };
  const [prefix, name] = [text("prefix"), text("name")];
  const path = prefix === "" ? name : `${prefix}/${name}`;
  if (Number.parseInt(text("checksum"), 8) !== checksumOf(header))
    throw new BadCheckpoint("it can't be unpacked");
  if (text("type") !== "0" && text("type") !== "")
    throw new BadCheckpoint(`\`${path}\` is no plain file`);
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..") || path.includes("\\"))
    throw new BadCheckpoint(`\`${path}\` leads out of it`);
  return { path, size: Number.parseInt(text("size"), 8) };
}
