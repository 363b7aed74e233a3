import { expect, it } from "vitest";
import { toPrintable, toPrintableLine } from "#core/text/printable.ts";

it.each([
  ["colours", "a\u001B[1;31mb\u001B[0mc", "abc"],
  ["clearing", "\u001B[2J\u001B[Habc", "abc"],
  ["titles", "a\u001B]0;evil title\u0007b", "ab"],
  ["links", "a\u001B]8;;http://x\u001B\\b", "ab"],
  ["the clipboard", "a\u001B]52;c;ZXZpbA==\u0007b", "ab"],
  ["one-byte sequences", "a\u009B31mb", "ab"],
  ["unfinished sequences", "a\u001B[", "a"],
  ["bells, backspaces and returns", "a\u0007b\u0008c\rd", "abcd"],
  ["turned text", "a\u202Eb\u2066c", "abc"],
])("drops %s", (_, text, expected) => {
  expect(toPrintable(text)).toBe(expected);
});

it("keeps lines, tabs and letters of every script", () => {
  const text = "one\n\ttwo – ünï 漢字 😀";

  expect(toPrintable(text)).toBe(text);
});

it("keeps what stands between commands", () => {
  expect(toPrintable("\u001B]0;t\u001B\\keep\u001B]0;t\u0007")).toBe("keep");
});

it("puts text into one line", () => {
  expect(toPrintableLine(" a\n\u001B[1mb\u001B[0m\t c ")).toBe("a b c");
});
