/** Things that a snapshot holds once, however often the state refers to them. */

/** A list with a place for each thing. */
export interface Places<Thing, Written> {
  readonly list: readonly Written[];
  placeOf(thing: Thing): number;
}

/** A list that is filled. */
export function createPlaces<Thing, Written>(
  write: (thing: Thing) => Written,
): Places<Thing, Written> {
  const list: Written[] = [];
  const places = new Map<Thing, number>();
  return {
    list,
    placeOf(thing) {
      const known = places.get(thing);
      if (known !== undefined) return known;
      const written = write(thing);
      places.set(thing, list.length);
      return list.push(written) - 1;
    },
  };
}
