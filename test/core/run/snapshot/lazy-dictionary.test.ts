import { expect, it } from "vitest";
import { createLazyDictionary } from "#core/run/snapshot/lazy-dictionary.ts";

interface Made {
  readonly place: number;
  changed?: boolean;
}

/** A dictionary of three items that tells which were made. */
function create(): { readonly made: number[]; readonly items: Record<string, Made> } {
  const made: number[] = [];
  const items = createLazyDictionary<Made>(["a#0", "constructor", "c#0"], (place) => {
    made.push(place);
    return { place };
  });
  return { made, items };
}

it("makes an item when it is asked for, and only once", () => {
  const { made, items } = create();

  const item = items["c#0"];
  if (item) item.changed = true;

  expect(items["c#0"]).toEqual({ place: 2, changed: true });
  expect(made).toEqual([2]);
});

it("has no other keys than its own", () => {
  const { made, items } = create();

  expect(["a#0" in items, "b#0" in items, "toString" in items]).toEqual([true, false, false]);
  const others = ["b#0", "toString", "__proto__"].map((key) => items[key]);
  expect(others).toEqual([undefined, undefined, undefined]);
  expect(made).toEqual([]);
});

it("lists its items in the order of their keys, whichever was made first", () => {
  const { items } = create();
  items["d#0"] = { place: 3 };
  expect(items["c#0"]).toEqual({ place: 2 });

  expect(Object.keys(items)).toEqual(["a#0", "constructor", "c#0", "d#0"]);
  expect(Object.values(items).map(({ place }) => place)).toEqual([0, 1, 2, 3]);
  expect({ ...items }).toEqual({
    "a#0": { place: 0 },
    constructor: { place: 1 },
    "c#0": { place: 2 },
    "d#0": { place: 3 },
  });
});

it("keeps an item that is put in the place of another", () => {
  const { made, items } = create();
  items["a#0"] = { place: 9 };
  items["a#0"] = { place: 10 };

  expect(items["a#0"]).toEqual({ place: 10 });
  expect(made).toEqual([]);
  expect(Object.keys(items)).toHaveLength(3);
});

it("lets nothing be taken out", () => {
  const { items } = create();

  expect(() => Reflect.deleteProperty(items, "a#0")).not.toThrow();
  expect("a#0" in items).toBe(true);
});
