/**
 * Dictionaries whose keys come from source files and ids.
 *
 * They have no prototype, so that a node called `constructor` or `__proto__` is a key like any other.
 */

/** Creates an empty dictionary. */
export function createDictionary<Item>(): Record<string, Item> {
  return Object.create(null) as Record<string, Item>;
}
