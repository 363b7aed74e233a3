/** Values that a snapshot holds once, however often the state refers to them. */
import type { Value } from "#core/graph/value.ts";

/** Gives values places in a list. */
export interface ValueWriter {
  readonly list: readonly Value[];
  placeOf(value: Value): number;
}

/** A list that is filled. */
export function createValueWriter(): ValueWriter {
  const list: Value[] = [];
  const places = new Map<Value, number>();
  return {
    list,
    placeOf(value) {
      const known = places.get(value);
      if (known !== undefined) return known;
      places.set(value, list.length);
      return list.push(value) - 1;
    },
  };
}
