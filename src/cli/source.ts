/** Reads source files: what is no file, or no text, is refused with one clear message. */
import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readSync,
  readdirSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import { largestSource } from "#core/text/decode.ts";
import { suggest } from "#core/text/suggest.ts";
import { errorCode } from "#core/text/fault.ts";
import type { Session } from "./session.ts";

/** A file as it was named, and its bytes; at most one more than a source file may have. */
export interface SourceBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** How standard input is named in messages. */
export const stdinName = "<stdin>";

/** Reads a file, or standard input for `-`. */
export async function readSource(session: Session, path: string): Promise<SourceBytes> {
  const source =
    path === "-"
      ? { path: stdinName, bytes: await readStream(session.host.stdin) }
      : { path, bytes: readFile(session, path) };
  await readyUses(session, source.bytes);
  if (!source.bytes.subarray(0, 8_000).includes(0)) return source;
  throw new Refusal("INPUT_INVALID", `\`${source.path}\` is no text but binary data.`, {
    hint: "name a workflow, a text file that ends in `.iter`",
  });
}

/** Sees to it that files which a text uses can be read. */
export async function readyUses({ uses }: Session, text: Uint8Array): Promise<void> {
  if (usesOthers(text)) uses.open ??= (await import("./uses.ts")).openUses;
}

/** True for a text that may have a declaration of a `use`. */
function usesOthers(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return text.includes("\nuse ") || text.subarray(0, 8).includes("use ");
}

function readFile(session: Session, path: string): Uint8Array {
  const place = resolve(session.host.cwd(), path);
  try {
    if (statSync(place).isDirectory()) throw isFolder(path, place);
    return readCapped(place);
  } catch (error) {
    throw error instanceof Refusal ? error : unreadable(path, place, error);
  }
}

function readCapped(place: string): Uint8Array {
  const file = openSync(place, "r");
  try {
    const chunks: Buffer[] = [];
    for (let size = 0; size <= largestSource;) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSync(file, chunk);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      size += read;
    }
    return Buffer.concat(chunks).subarray(0, largestSource + 1);
  } finally {
    closeSync(file);
  }
}

async function readStream(stream: AsyncIterable<Buffer | string>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > largestSource) break;
  }
  return Buffer.concat(chunks).subarray(0, largestSource + 1);
}

function isFolder(path: string, place: string): Refusal {
  const [first] = workflowsIn(place);
  return new Refusal("INPUT_INVALID", `\`${path}\` is a folder.`, {
    hint:
      first === undefined
        ? "name a workflow, a text file that ends in `.iter`"
        : `name a file in it, such as \`${join(path, first)}\``,
  });
}

function unreadable(path: string, place: string, error: unknown): Refusal {
  const code = errorCode(error) ?? "unknown";
  if (code !== "ENOENT" && code !== "ENOTDIR") {
    return new Refusal("INPUT_INVALID", `\`${path}\` can't be read (${code}).`, {
      hint: "check its permissions",
      cause: error,
    });
  }
  if (code === "ENOENT" && lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    return new Refusal("INPUT_INVALID", `\`${path}\` is a link to a file that isn't there.`, {
      hint: "make the link anew, or name the file itself",
      cause: error,
    });
  }
  const names = workflowsIn(dirname(place));
  const near = suggestFile(basename(path), names);
  return new Refusal("INPUT_INVALID", `There is no file \`${path}\`.`, {
    hint:
      near === undefined
        ? "check the path; `iter init` writes a workflow to begin with"
        : `did you mean \`${join(dirname(path), near)}\`?`,
    cause: error,
  });
}

/** By the names without their ending, which all have in common. */
function suggestFile(name: string, names: readonly string[]): string | undefined {
  const bare = (one: string): string => one.replace(/\.iter$/, "");
  const near = suggest(bare(name), names.map(bare));
  if (near !== undefined) return names.find((one) => bare(one) === near);
  return names.length === 1 ? names[0] : undefined;
}

function workflowsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".iter") && existsSync(join(folder, name)))
      .sort();
  } catch {
    return [];
  }
}
