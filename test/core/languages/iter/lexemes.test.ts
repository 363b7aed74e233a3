import fc from "fast-check";
import { expect, it } from "vitest";
import { codeAlone, sorts } from "#core/languages/iter/lexemes.ts";
import { listTokens } from "#core/languages/iter/list-tokens.ts";
import { readLexeme } from "#core/languages/iter/read-lexeme.ts";
import { createSourceFile } from "#core/text/source-file.ts";

// prettier-ignore
const pieces = [
  "a", "B", "_", "z9", "when", "as", "0", "7", "-", "->", ".", "e", "E5", "+", "é", "ß1", "\u0301", "\u0665", "漢", "😀",
  " ", "\t", ":", "=", ",", "*", "|", "€", "$", "#", "\u007F", "\0", "\u00A0", "/",
];

/** The pieces of a line as moo alone finds them, up to what is no token. */
function readByMoo(line: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < line.length;) {
    const { code, length } = readLexeme(line.slice(at));
    if (code === sorts.bad || code === sorts.comment) return found;
    if (code !== sorts.blank) found.push(line.slice(at, at + length));
    at += length;
  }
  return found;
}

it("cuts a line as moo does, whatever its characters", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
      const line = `x${parts.join("")}`;

      const tokens = listTokens(createSourceFile("x.iter", line)).filter(
        ({ type }) => type !== "text",
      );

      expect(tokens.map(({ text }) => text)).toEqual(readByMoo(line));
    }),
    { numRuns: 2_000 },
  );
});

it.each(
  Array.from({ length: 0x80 }, (_, char) => String.fromCharCode(char)).filter(
    (one) => one !== "\n",
  ),
)("takes %j alone for what moo takes it for", (character) => {
  expect(codeAlone(character.charCodeAt(0))).toBe(readLexeme(character).code);
});
