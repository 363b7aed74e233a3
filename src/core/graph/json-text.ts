/** Values as compact JSON: how large they are, and with sorted keys. */
import { byteLength, compareCodePoints } from "../text/unicode.ts";
import { isFields, isList } from "./value.ts";
import type { Value } from "./value.ts";

/** Bytes of a value as compact JSON in UTF-8. */
export function jsonBytes(value: Value): number {
  if (typeof value === "string") return textBytes(value);
  if (isList(value)) {
    return (
      2 +
      Math.max(0, value.length - 1) +
      value.reduce<number>((sum, item) => sum + jsonBytes(item), 0)
    );
  }
  if (!isFields(value)) return String(value).length;
  let bytes = 2;
  let entries = 0;
  for (const [key, item] of Object.entries(value)) {
    bytes += textBytes(key) + 1 + jsonBytes(item);
    entries += 1;
  }
  return bytes + Math.max(0, entries - 1);
}

const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

function textBytes(text: string): number {
  return (
    byteLength(escaped.test(text) ? JSON.stringify(text) : text) + (escaped.test(text) ? 0 : 2)
  );
}

/** Compact JSON with keys sorted by code point at every level. */
export function toSortedJson(value: Value): string {
  if (isList(value)) return `[${value.map(toSortedJson).join(",")}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort(compareCodePoints);
  const entries = keys.map((key) => `${JSON.stringify(key)}:${toSortedJson(value[key] ?? null)}`);
  return `{${entries.join(",")}}`;
}
