import { describe, expect, it } from "vitest";
import { createRedactor } from "#core/run/redact.ts";
import { spellings } from "#support/spellings.ts";

const password = 'p4ss/w"ord+ü<x9 Q;7!&z😀';
const token = "q7Zx1Vb9/Lm3+Kp5Rt8Wy2".repeat(5);
const { text, stream } = createRedactor({ values: [password, token] });
const rows = Object.entries(spellings);

describe.each([
  ["a password", password],
  ["a long token", token],
])("%s", (_, secret) => {
  it.each(rows)("is hidden in the spelling of %s", (_program, spell) => {
    const shown = text(`before "${spell(secret)}" after`);

    expect(shown).toMatch(/^before "\*\*\*.{0,4}" after$/);
  });

  it.each(rows)("is hidden in pieces, in the spelling of %s", (_program, spell) => {
    const given = `before ${spell(secret)} after `;
    const whole = text(given);
    for (let length = 1; length <= given.length; length += 3) {
      const shown = stream();
      const pieces = given.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];

      expect(pieces.map(shown).join(""), `in pieces of ${length}`).toBe(whole);
    }
  });
});

it("hides what reads as an escape itself", () => {
  const odd = 'dom\\new%41%2"user';
  const { text: hide } = createRedactor({ values: [odd] });

  for (const [program, spell] of rows) {
    expect(hide(`"${spell(odd)}"`), program).toMatch(/^"\*\*\*.{0,4}"$/);
  }
});

it("hides a value with hardly a letter", () => {
  const { text: hide } = createRedactor({ values: ["äöüß!&<>/%"] });

  for (const [program, spell] of rows) {
    expect(hide(`"${spell("äöüß!&<>/%")}"`), program).toMatch(/^"\*\*\*.{0,4}"$/);
  }
});

it("leaves the words around it as they are", () => {
  const { text: hide } = createRedactor({ values: ["tok/4f9c2a"] });

  expect(hide(String.raw`C:\new\tok\/4f9c2a\x %41tok%2f4f9c2a%zz \u00fctok\u002f4f9c2a\n`)).toBe(
    String.raw`C:\new***\x %41***%zz \u00fc***\n`,
  );
});

it("leaves a value that line breaks or blanks divide: it is another text", () => {
  const { text: hide } = createRedactor({ values: ["database"] });

  expect(hide("data\nbase, data\\nbase")).toBe("data\nbase, data\\nbase");
});
