/**
 * Values that are too large for a line of the log, and values that the log has already.
 *
 * A line may hold `{"$blob": sha256, "bytes": n}` or `{"$same": {"seq": n, "key": "a.b"}}` where a
 * value belongs. Readers see the value. Data that merely looks like such a reference is kept in a
 * blob itself, so it is never taken for one.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { writeAtomically } from "./atomic.ts";

/** Largest value, in bytes of compact JSON, that stays in its line. */
export const inlineLimit: number = 256 * 1024;

/** True if the text of a line may hold a reference, or data that looks like one. */
export function mayHoldReference(line: string): boolean {
  return line.includes("$") && (line.includes('"$blob"') || line.includes('"$same"'));
}

/** The data of an event as its line holds it; writes the blobs that it refers to. */
export function withBlobs(directory: string, data: Fields): Fields {
  return mapFields(data, (value) => outline(directory, value));
}

function outline(directory: string, value: Value): Value {
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" && isLarge(value) ? writeBlob(directory, value) : value;
  }
  if (isFields(value) && ("$blob" in value || "$same" in value)) return writeBlob(directory, value);
  const inner = isFields(value)
    ? mapFields(value, (item) => outline(directory, item))
    : value.map((item) => outline(directory, item));
  return isLarge(inner) ? writeBlob(directory, value) : inner;
}

function isLarge(value: Value): boolean {
  return Buffer.byteLength(JSON.stringify(value)) > inlineLimit;
}

function writeBlob(directory: string, value: Value): Fields {
  const text = JSON.stringify(value);
  const hash = createHash("sha256").update(text).digest("hex");
  const path = join(directory, "blobs", `${hash}.json`);
  if (!existsSync(path)) writeAtomically(path, text);
  return { $blob: hash, bytes: Buffer.byteLength(text) };
}

/** What a reference leads to; the message says why it leads nowhere. */
export class BrokenReference extends Error {}

/** The data of an event as it was before it was written. */
export function withValues(
  directory: string,
  data: Value,
  eventAt: (seq: number) => RunEvent | undefined,
): Value {
  if (typeof data !== "object" || data === null) return data;
  if (!isFields(data)) return data.map((item) => withValues(directory, item, eventAt));
  const { $blob: blob, $same: same } = data;
  if (typeof blob === "string") return readBlob(directory, blob);
  if (isFields(same)) return readSame(same, eventAt);
  return mapFields(data, (item) => withValues(directory, item, eventAt));
}

function readBlob(directory: string, hash: string): Value {
  const path = join("blobs", `${hash}.json`);
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new BrokenReference(`\`${hash}\` names no blob`);
  let text: string;
  try {
    text = readFileSync(join(directory, path), "utf8");
  } catch {
    throw new BrokenReference(`${path} can't be read`);
  }
  // What was written by hand may be indented, so only the value is compared.
  const value = readValue(text);
  if (value === undefined) throw new BrokenReference(`${path} isn't JSON`);
  const actual = createHash("sha256").update(JSON.stringify(value)).digest("hex");
  if (actual !== hash) throw new BrokenReference(`${path} holds something else than its name says`);
  return value;
}

function readSame(same: Fields, eventAt: (seq: number) => RunEvent | undefined): Value {
  const { seq, key } = same;
  const event = typeof seq === "number" ? eventAt(seq) : undefined;
  if (event === undefined || typeof key !== "string") {
    throw new BrokenReference(`no earlier event has seq ${JSON.stringify(seq ?? null)}`);
  }
  let value: Value | undefined = event.data;
  for (const part of key.split(".")) value = memberOf(value, part);
  if (value === undefined) throw new BrokenReference(`event ${event.seq} has no \`${key}\``);
  return value;
}

function memberOf(value: Value | undefined, part: string): Value | undefined {
  if (Array.isArray(value)) return readItem(value, part);
  return isFields(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

function readItem(list: readonly Value[], part: string): Value | undefined {
  return /^\d+$/.test(part) ? list[Number(part)] : undefined;
}

function readValue(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

function mapFields(fields: Fields, change: (value: Value) => Value): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]));
}
