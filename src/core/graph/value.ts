/** JSON as data: what flows along edges, into events and out of models. */

/** Any JSON value. */
export type Value = null | boolean | number | string | readonly Value[] | Fields;

/** A JSON object. */
export interface Fields {
  readonly [name: string]: Value;
}

/** True for an object, not for null or a list. */
export function isFields(value: Value | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/**
 * A value as text: strings as they are, null as nothing, everything else as compact JSON.
 * Spec: language §9.4.
 */
export function toText(value: Value): string {
  if (typeof value === "string") return value;
  return value === null ? "" : JSON.stringify(value);
}

/** Objects as one, a later one wins key by key; `__proto__` is a key like any other. */
export function mergeFields(objects: readonly Fields[]): Fields {
  return Object.fromEntries(objects.flatMap((fields) => Object.entries(fields)));
}

/** The object that a text is as a whole, blanks around it aside; undefined if it is none. */
export function parseFields(text: string): Fields | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return undefined;
  try {
    const value = JSON.parse(trimmed) as Value;
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Deep equality without conversion: the order of keys is irrelevant, null equals an absent key. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isList(a)) {
    if (!isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => equalValues(item, b[index] ?? null));
  }
  if (!isFields(a) || !isFields(b)) return false;
  return coversFields(a, b) && coversFields(b, a);
}

/** What a value is, for messages: `null`, `a bool`, `a number`, `a string`, `a list`, `an object`. */
export function describeKind(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "object") return isList(value) ? "a list" : "an object";
  return typeof value === "boolean" ? "a bool" : `a ${typeof value}`;
}

function coversFields(a: Fields, b: Fields): boolean {
  return Object.keys(a).every((key) => equalValues(a[key] ?? null, ownValue(b, key)));
}

function ownValue(fields: Fields, key: string): Value {
  return Object.hasOwn(fields, key) ? (fields[key] ?? null) : null;
}
