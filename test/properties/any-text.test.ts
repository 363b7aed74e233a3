import fc from "fast-check";
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { sortDiagnostics } from "#core/diagnostics/collect.ts";
import { kinds } from "#core/kinds/index.ts";
import { formatFile } from "#core/languages/iter/format-file.ts";
import { vocabulary } from "#core/languages/iter/vocabulary.ts";
import { compileSource } from "#core/standard.ts";
import { createSourceFile } from "#core/text/source-file.ts";
import { readAllLanguageCases } from "#support/language-cases.ts";

const words = vocabulary(kinds);
const texts = readAllLanguageCases().map((each) => each.text);
const pieces = [
  " ",
  "\n",
  "\t",
  "\r\n",
  ":",
  "|",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  '"',
  "`",
  "## c\n",
  ",",
  "->",
  "when",
  "not",
  "as",
  "with",
  "a",
  "-1",
  "\\",
  "{{",
  "${",
  "vars:",
  "prompt p:",
  "é",
  "\0",
  "..",
  "agent done:",
];

/** A change at a place, both as fractions of what there is. */
interface Change {
  readonly kind: "remove" | "insert" | "drop line" | "swap lines" | "repeat line";
  readonly at: number;
  readonly other: number;
}

const changes = fc.array(
  fc.record<Change>({
    kind: fc.constantFrom("remove", "insert", "drop line", "swap lines", "repeat line"),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    other: fc.double({ min: 0, max: 0.999, noNaN: true }),
  }),
  { minLength: 1, maxLength: 5 },
);

function change(text: string, { kind, at, other }: Change): string {
  const place = Math.floor(at * (text.length + 1));
  if (kind === "remove")
    return text.slice(0, place) + text.slice(place + 1 + Math.floor(other * 5));
  if (kind === "insert")
    return (
      text.slice(0, place) + (pieces[Math.floor(other * pieces.length)] ?? "") + text.slice(place)
    );
  const lines = text.split("\n");
  const [one, two] = [Math.floor(at * lines.length), Math.floor(other * lines.length)];
  if (kind === "drop line") lines.splice(one, 1);
  else if (kind === "repeat line") lines.splice(one, 0, lines[two] ?? "");
  else [lines[one], lines[two]] = [lines[two] ?? "", lines[one] ?? ""];
  return lines.join("\n");
}

const mutations = fc
  .tuple(fc.constantFrom(...texts), changes)
  .map(([text, list]) => list.reduce(change, text));

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

it("ends in diagnostics, whatever the text", () => {
  fc.assert(
    fc.property(mutations, (text) => {
      const { graph, diagnostics } = compileSource("x.iter", text, { sha256 });

      expect(diagnostics).toEqual(sortDiagnostics(diagnostics));
      expect(graph === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
    }),
    { numRuns: 3000 },
  );
});

it("formats to a fixed point that means the same", () => {
  fc.assert(
    fc.property(mutations, (text) => {
      const once = formatFile(createSourceFile("x.iter", text), words);
      if (!("text" in once)) return;
      const twice = formatFile(createSourceFile("x.iter", once.text), words);

      expect(twice).toEqual(once);
      const [before, after] = [text, once.text].map((each) =>
        compileSource("x.iter", each, { sha256 }),
      );
      expect(after?.lowered?.graph.hash).toBe(before?.lowered?.graph.hash);
      expect(after?.diagnostics.map(({ code }) => code).sort()).toEqual(
        before?.diagnostics.map(({ code }) => code).sort(),
      );
    }),
    { numRuns: 1500 },
  );
});

it("refuses bytes that are no text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(Array.isArray(compileSource("x.iter", bytes, { sha256 }).diagnostics)).toBe(true);
    }),
  );
});
