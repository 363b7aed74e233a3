/** The files of a run's folder that travel with it, and the folder of a run that came. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Redactor } from "#core/run/redact.ts";
import type { ArchivedFile } from "./tar.ts";

const log = "events.jsonl";
const folders = ["artifacts", "blobs", "interactions", "sessions"] as const;

/** What of a run is carried, and what had to be left behind. */
export interface CarriedFiles {
  readonly files: readonly ArchivedFile[];
  /** Session files in which secrets were found. */
  readonly dropped: readonly string[];
}

/** Reads a run's folder as it is now; caches and locks stay behind. */
export function readRunFiles(
  folder: string,
  { redactor, sessions }: { readonly redactor: Redactor; readonly sessions: boolean },
): CarriedFiles {
  const files: ArchivedFile[] = [{ path: log, bytes: wholeLines(readFileSync(join(folder, log))) }];
  const dropped: string[] = [];
  for (const name of folders) {
    if (name === "sessions" && !sessions) continue;
    for (const path of filesBelow(folder, name)) {
      const bytes = readFileSync(join(folder, path));
      const clean = name !== "sessions" || isClean(bytes, redactor);
      if (clean) files.push({ path, bytes });
      else dropped.push(path);
    }
  }
  return { files: files.map((file) => redactFile(file, redactor)), dropped };
}

/** Lays a run out as a store has it, in place of what is there. */
export function writeRunFiles(folder: string, files: readonly ArchivedFile[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ours = files.filter(
    ({ path }) => path === log || folders.some((name) => path.startsWith(`${name}/`)),
  );
  for (const { path, bytes } of ours) {
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, path), bytes, { mode: 0o600 });
  }
}

/** A line that is being written has no end yet. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
}

function filesBelow(folder: string, name: string): readonly string[] {
  if (!existsSync(join(folder, name))) return [];
  return readdirSync(join(folder, name), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

function isClean(bytes: Uint8Array, { text }: Redactor): boolean {
  const content = new TextDecoder().decode(bytes);
  return text(content) === content;
}

/** Everything is redacted when it is written; this holds whoever wrote it. Blobs are named by their content. */
function redactFile(file: ArchivedFile, { text }: Redactor): ArchivedFile {
  const content = new TextDecoder().decode(file.bytes);
  const clean = text(content);
  if (clean === content) return file;
  return { path: file.path, bytes: new TextEncoder().encode(clean) };
}
