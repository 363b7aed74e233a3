import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { sha256 } from "#adapters/hashing/sha256.ts";

function known(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

it("hashes what the standard gives as examples", () => {
  expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

it("hashes texts of every length of two blocks, and long ones", () => {
  const lengths = [...Array(130).keys(), 11_999, 12_000, 12_001, 100_000];
  const texts = lengths.map((length) => "x".repeat(length));

  expect(texts.filter((text) => sha256(text) !== known(text))).toEqual([]);
});

it("hashes any text as UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(known(text));
    }),
  );
});
