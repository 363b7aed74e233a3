/** A run as one file: what its store holds, listed with sizes and digests. Spec: github §8.1, §8.2. */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import { BadCheckpoint } from "./bad-checkpoint.ts";
import { readTar, writeTar } from "./tar.ts";
import type { ArchivedFile } from "./tar.ts";

/** What a checkpoint says of itself, besides its files. */
export interface Manifest extends Fields {
  readonly run: string;
  readonly seq: number;
  readonly repository: number;
}

/** A checkpoint, unpacked and found to be whole. */
export interface Checkpoint {
  readonly manifest: Manifest;
  readonly files: readonly ArchivedFile[];
}

/** What a checkpoint must be of. */
export interface Wanted {
  readonly run: string;
  readonly repository: number;
  readonly seq?: number;
}

const format = "iter-checkpoint";
const manifestName = "manifest.json";
const mostBytes = 2 * 1024 ** 3 - 1;

/** `checkpoint.tar.gz`: the same state gives the same bytes. */
export function packCheckpoint({ manifest, files }: Checkpoint): Uint8Array {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const listed = sorted.map(({ path, bytes }) => ({
    path,
    size: bytes.length,
    sha256: sha256(bytes),
  }));
  const log = files.find(({ path }) => path === "events.jsonl");
  const events = log === undefined ? {} : { events: describeLog(log.bytes) };
  const content = { format, version: 1, ...manifest, ...events, files: listed };
  const text = new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`);
  return new Uint8Array(gzipSync(writeTar([...files, { path: manifestName, bytes: text }])));
}

/**
 * Unpacks a checkpoint.
 *
 * @throws BadCheckpoint that names the test that failed.
 */
export function unpackCheckpoint(bytes: Uint8Array, wanted: Wanted): Checkpoint {
  const entries = readTar(gunzip(bytes));
  const manifest = readManifest(entries.find(({ path }) => path === manifestName)?.bytes);
  if (manifest.run !== wanted.run) throw new BadCheckpoint("it is of another run");
  if (manifest.repository !== wanted.repository)
    throw new BadCheckpoint("it is of another repository");
  if (wanted.seq !== undefined && manifest.seq !== wanted.seq)
    throw new BadCheckpoint("it is not the one that was named");
  const files = entries.filter(({ path }) => path !== manifestName);
  checkFiles(files, manifest);
  return { manifest, files };
}

/** One line is one event. */
function describeLog(bytes: Uint8Array): Fields {
  return { count: bytes.filter((byte) => byte === 10).length, sha256: sha256(bytes) };
}

/** SHA-256 as lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function checkFiles(files: readonly ArchivedFile[], manifest: Manifest): void {
  const listed = new Map(
    listAt(manifest, "files").map((file) => [textAt(file, "path"), file] as const),
  );
  if (listed.size !== files.length) throw new BadCheckpoint("its files are not those it lists");
  for (const { path, bytes } of files) {
    const file = listed.get(path) ?? null;
    const same =
      numberAt(file, "size") === bytes.length && textAt(file, "sha256") === sha256(bytes);
    if (!same) throw new BadCheckpoint(`\`${path}\` is not as it was listed`);
  }
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return new Uint8Array(gunzipSync(bytes, { maxOutputLength: mostBytes }));
  } catch {
    throw new BadCheckpoint("it can't be unpacked");
  }
}

function readManifest(bytes: Uint8Array | undefined): Manifest {
  const value = bytes === undefined ? null : parse(bytes);
  const run = textAt(value, "run");
  const [seq, repository] = [numberAt(value, "seq"), numberAt(value, "repository")];
  const known = textAt(value, "format") === format && numberAt(value, "version") === 1;
  if (!isFields(value) || !known || run === "" || seq === null || repository === null)
    throw new BadCheckpoint("its format is not known");
  return { ...value, run, seq, repository };
}

function parse(bytes: Uint8Array): Value {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Value;
  } catch {
    return null;
  }
}
