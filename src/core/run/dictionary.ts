/**
 * Dictionaries whose keys come from source files and ids.
 *
 * They inherit nothing, so that a node called `constructor` or `__proto__` is a key like any other.
 * Their prototype is an object without members, not null: V8 makes hash tables of objects without a
 * prototype, which costs most where a dictionary stays empty.
 */
const empty = Object.freeze(Object.create(null)) as object;

/** Creates an empty dictionary. */
export function createDictionary<Item>(): Record<string, Item> {
  return Object.create(empty) as Record<string, Item>;
}

/** True if there is anything in a dictionary. */
export function hasEntries(dictionary: Readonly<Record<string, unknown>>): boolean {
  for (const _ in dictionary) return true;
  return false;
}
