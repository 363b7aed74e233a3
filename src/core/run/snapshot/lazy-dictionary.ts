/**
 * A dictionary whose items are made when somebody asks for them.
 *
 * To everybody it is a plain dictionary: items come in the order of their keys, new ones behind
 * them, and what was made once stays the same object.
 */
import { createDictionary } from "../dictionary.ts";

/** A dictionary of these keys; `make` is told the place of a key among them. */
export function createLazyDictionary<Item>(
  keys: readonly string[],
  make: (place: number) => Item,
): Record<string, Item> {
  const made = createDictionary<Item>();
  const added: string[] = [];
  const placeOf = createFinder(keys);

  function get(key: string): Item | undefined {
    const before = made[key];
    if (before !== undefined) return before;
    const place = placeOf(key);
    return place < 0 ? undefined : (made[key] = make(place));
  }

  return new Proxy(createDictionary<Item>(), {
    get: (_, key) => (typeof key === "string" ? get(key) : undefined),
    has: (_, key) => typeof key === "string" && (key in made || placeOf(key) >= 0),
    set(_, key, item: Item) {
      if (typeof key !== "string") return false;
      if (!(key in made) && placeOf(key) < 0) added.push(key);
      made[key] = item;
      return true;
    },
    deleteProperty: () => false,
    ownKeys: () => [...keys, ...added],
    getOwnPropertyDescriptor(_, key) {
      const value = typeof key === "string" ? get(key) : undefined;
      if (value === undefined) return undefined;
      return { value, writable: true, enumerable: true, configurable: true };
    },
  });
}

/** So many keys are looked for in the list: then a map of all is worth its time. */
const mostLooks = 32;

/** Finds the place of a key, or -1; those at the end are asked for most. */
function createFinder(keys: readonly string[]): (key: string) => number {
  let looks = 0;
  let places: Map<string, number> | undefined;
  return (key) => {
    looks += 1;
    if (looks <= mostLooks) return keys.lastIndexOf(key);
    places ??= mapOf(keys);
    return places.get(key) ?? -1;
  };
}

/** Pairs for the constructor of the map would take longer than all the rest. */
function mapOf(keys: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (let place = 0; place < keys.length; place += 1) places.set(keys[place] ?? "", place);
  return places;
}
