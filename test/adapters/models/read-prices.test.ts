import { expect, it } from "vitest";
import { Refusal } from "#core/run/failure.ts";
import { readPrices } from "#adapters/models/read-prices.ts";

it("reads prices with and without a cache", () => {
  const text = '{"a/b":{"input":1,"output":2},"c":{"input":0,"output":0,"cache_read":0.1}}';

  expect(readPrices(text, "prices.json")).toEqual({
    "a/b": { input: 1, output: 2 },
    c: { input: 0, output: 0, cache_read: 0.1 },
  });
});

it.each([
  ["{", "prices.json cannot be used"],
  ["[]", "prices.json cannot be used"],
  ['{"a/b":{"input":1}}', "`a/b.output`"],
  ['{"a/b":{"input":-1,"output":1}}', "`a/b.input`"],
  ['{"a/b":{"input":1,"output":1,"cached":1}}', "cached"],
])("refuses %s", (text, expected) => {
  expect(() => readPrices(text, "prices.json")).toThrow(Refusal);
  expect(() => readPrices(text, "prices.json")).toThrow(expected);
});
