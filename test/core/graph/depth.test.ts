import { expect, it } from "vitest";
import { cutDepth, deepestValue, isTooDeep, parseJson, TooDeep } from "#core/graph/depth.ts";
import { nested, nestedText } from "#support/nested.ts";

it("takes as many levels as are allowed, and no more", () => {
  expect(isTooDeep(nested(deepestValue))).toBe(false);
  expect(isTooDeep(nested(deepestValue + 1))).toBe(true);
  expect(isTooDeep({ few: 1, many: nested(deepestValue) })).toBe(true);
});

it("reads JSON of as many levels, whatever else is in it", () => {
  const wide = `[${nestedText(deepestValue - 1)}, "${"[".repeat(2000)}"]`;

  expect(parseJson(wide)).toHaveLength(2);
  expect(() => parseJson(nestedText(deepestValue + 1))).toThrow(TooDeep);
  expect(() => parseJson(nestedText(100_000))).toThrow("it nests deeper than 500 levels");
  expect(() => parseJson("[")).toThrow(SyntaxError);
});

it("puts a text in place of what lies too deep, and leaves all else as it is", () => {
  const flat = { a: [1, { b: 2 }] };

  expect(cutDepth(flat)).toBe(flat);
  expect(cutDepth({ a: [[1]], b: 1 }, 2)).toEqual({ a: ["…[nested too deep]"], b: 1 });
  expect(isTooDeep(cutDepth({ a: nested(100_000) }))).toBe(false);
});
