import { expect, it } from "vitest";
import { trimBlanks } from "#core/text/unicode.ts";

it("takes away what Unicode calls blank, and nothing else", () => {
  expect(trimBlanks(" \t\n\u0085\u00A0\u3000a b\u2028\u2003 ")).toBe("a b");
  expect(trimBlanks("\uFEFFa\u200B")).toBe("\uFEFFa\u200B");
  expect(trimBlanks(" \n ")).toBe("");
});

it("passes blanks inside a text once", () => {
  const text = `a${" ".repeat(1_000_000)}b`;

  expect(trimBlanks(` ${text} `)).toBe(text);
});
