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
  const unmade = new Map<string, number>();
  const made = createDictionary<Item>();
  const added: string[] = [];
  // A long list: pairs for the constructor of the map would take longer than all the rest.
  for (let place = 0; place < keys.length; place += 1) unmade.set(keys[place] ?? "", place);

  function get(key: string): Item | undefined {
    const place = unmade.get(key);
    if (place === undefined) return made[key];
    unmade.delete(key);
    return (made[key] = make(place));
  }

  return new Proxy(createDictionary<Item>(), {
    get: (_, key) => (typeof key === "string" ? get(key) : undefined),
    has: (_, key) => typeof key === "string" && (unmade.has(key) || key in made),
    set(_, key, item: Item) {
      if (typeof key !== "string") return false;
      if (!unmade.delete(key) && !(key in made)) added.push(key);
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
