import { expect, it } from "vitest";
import { fits, misfit } from "#core/report/check/fit.ts";

it("lets objects have further keys at every level", () => {
  expect(fits({ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 })).toBe(true);
});

it("wants every expected key", () => {
  expect(misfit({ a: { b: 1 } }, { a: {} })).toBe(".a.b");
});

it("compares lists item by item and by length", () => {
  expect(fits([{ a: 1 }], [{ a: 1, b: 2 }])).toBe(true);
  expect(fits([1], [1, 2])).toBe(false);
  expect(misfit([1, 2], [1, 3])).toBe(".1");
});

it("tells null, an empty text and nothing apart", () => {
  expect(fits(null, undefined)).toBe(false);
  expect(fits("", null)).toBe(false);
  expect(fits({ a: null }, {})).toBe(false);
});

it("does not take inherited names for keys", () => {
  expect(fits({ toString: { $absent: true } }, {})).toBe(true);
});

it("allows no further key below $exact", () => {
  expect(fits({ $exact: { a: { b: 1 } } }, { a: { b: 1 } })).toBe(true);
  expect(fits({ $exact: { a: { b: 1 } } }, { a: { b: 1, c: 2 } })).toBe(false);
});

it("ignores the order of keys and the sign of zero below $exact", () => {
  expect(fits({ $exact: { a: 0, b: 1 } }, { b: 1, a: -0 })).toBe(true);
});

it("wants a key to be missing for $absent", () => {
  expect(fits({ a: { $absent: true } }, { b: 1 })).toBe(true);
  expect(fits({ a: { $absent: true } }, { a: null })).toBe(false);
});

it("wants all texts of $contains in one string", () => {
  expect(fits({ $contains: ["one", "two"] }, "two and one")).toBe(true);
  expect(fits({ $contains: ["one", "three"] }, "two and one")).toBe(false);
  expect(fits({ $contains: "1" }, 1)).toBe(false);
});
