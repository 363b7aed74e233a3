/** Looks into payloads, which are data from outside: whatever is not there is null. */
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";

/** The value at a path of keys; null where there is nothing. */
export function at(value: Value, ...path: readonly string[]): Value {
  let found = value;
  for (const key of path)
    found = isFields(found) && Object.hasOwn(found, key) ? (found[key] ?? null) : null;
  return found;
}

/** The text at a path, or nothing. */
export function textAt(value: Value, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The number at a path, or null. */
export function numberAt(value: Value, ...path: readonly string[]): number | null {
  const found = at(value, ...path);
  return typeof found === "number" ? found : null;
}

/** The list at a path, or an empty one. */
export function listAt(value: Value, ...path: readonly string[]): readonly Value[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly Value[]) : [];
}
