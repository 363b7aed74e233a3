import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { kinds } from "#core/kinds/index.ts";
import { formatFile } from "#core/languages/iter/format-file.ts";
import { vocabulary } from "#core/languages/iter/vocabulary.ts";
import { createSourceFile } from "#core/text/source-file.ts";
import { readLanguageCases } from "#support/language-cases.ts";

const words = vocabulary(kinds);

function format(text: string): string {
  const formatted = formatFile(createSourceFile("x.iter", text), words);
  return "text" in formatted
    ? formatted.text
    : formatted.diagnostics.map(({ code }) => code).join();
}

const pairs = readLanguageCases("test/cases/format").flatMap(({ path, text }) => {
  const wanted = `test/cases/format/${path.replace(/\.iter$/, ".formatted.iter")}`;
  return existsSync(wanted) ? [{ path, text, wanted: readFileSync(wanted, "utf8") }] : [];
});

it.each(pairs)("lays out $path", ({ text, wanted }) => {
  expect(format(text)).toBe(wanted);
});

it.each(pairs)("leaves what it made of $path alone", ({ wanted }) => {
  expect(format(wanted)).toBe(wanted);
});

it.each(readLanguageCases("examples"))("has nothing to change in the example $path", ({ text }) => {
  expect(format(text)).toBe(text);
});

it("does not touch a file with a fault in its text", () => {
  expect(format('agent  a:\n  model: "x\n')).toBe("E004");
});

it("gives nothing for nothing", () => {
  expect(format("\n  \n")).toBe("");
});
