import { expect, it } from "vitest";
import { decodeSource, isTooLarge, largestSource } from "#core/text/decode.ts";

function bytes(...parts: (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
}

it("decodes UTF-8 and keeps a byte-order mark", () => {
  expect(decodeSource(bytes([0xef, 0xbb, 0xbf], "agent é 🤖\n"))).toEqual({
    text: "\uFEFFagent é 🤖\n",
    faults: [],
  });
});

it("finds the first bad bytes of each line", () => {
  const { text, faults } = decodeSource(
    bytes("é ", [0xff, 0xfe], "\nfine\n", [0xc3], "\n", [0xe2, 0x82]),
  );

  expect(text).toBe("é \uFFFD\uFFFD\nfine\n\uFFFD\n\uFFFD");
  expect(faults).toEqual([2, 10, 12]);
});

it("takes a replacement character that is really there", () => {
  expect(decodeSource(bytes("a \uFFFD b")).faults).toEqual([]);
});

it("doesn't count a byte-order mark before bad bytes", () => {
  expect(decodeSource(bytes([0xef, 0xbb, 0xbf], "ab", [0xff])).faults).toEqual([2]);
});

it("measures texts in bytes", () => {
  expect(isTooLarge("é".repeat(largestSource / 2))).toBe(false);
  expect(isTooLarge("é".repeat(largestSource / 2 + 1))).toBe(true);
  expect(isTooLarge("a".repeat(largestSource))).toBe(false);
  expect(isTooLarge("a".repeat(largestSource + 1))).toBe(true);
});
