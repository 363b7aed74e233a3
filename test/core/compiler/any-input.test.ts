import fc from "fast-check";
import { expect, it } from "vitest";
import { compileSource } from "#core/standard.ts";
import type { CompiledSource } from "#core/standard.ts";
import { readDiagnosticCases } from "#support/diagnostic-cases.ts";
import { sha256 } from "#support/sha256.ts";

const cases = readDiagnosticCases();
const texts = cases.map(({ bytes }) => Buffer.from(bytes).toString("utf8"));

const snippets = fc.constantFrom(
  ...'{{ }} ${ $${ } { [ ] ( ) " ` : -> = , . * | # \t \r\n \n _ -1 1e999 é 🤖 \uFEFF \\'.split(
    " ",
  ),
  " ",
  "\n  ",
  "\n    ",
  "when not ",
  " as l(0)",
  ' with { k: "{{outputs.a.__proto__}}" }',
  "\nagent constructor:\n  __proto__: toString\n",
  "\nworkflow valueOf:\n  entry: hasOwnProperty\n",
);

/** A case with some pieces taken out and others put in. */
const damaged = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.option(snippets)), { maxLength: 6 }),
  )
  .map(([text, cuts]) =>
    cuts.reduce((changed, [place, length, insert]) => {
      const at = place % (changed.length + 1);
      return changed.slice(0, at) + (insert ?? "") + changed.slice(at + length);
    }, text),
  );

function expectSound({ file, diagnostics, graph }: CompiledSource): void {
  let before = 0;
  for (const { span, message, help, severity } of diagnostics) {
    expect(span.start).toBeGreaterThanOrEqual(before);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
    expect(span.end).toBeLessThanOrEqual(file.text.length);
    expect(message).toMatch(/^[^a-z].*\.$/s);
    expect(`${message} ${help ?? ""}`).not.toMatch(/undefined|\[object|NaN/);
    expect(severity === "error" && graph !== null).toBe(false);
    before = span.start;
  }
}

it("never throws, and places every diagnostic in the file", () => {
  fc.assert(
    fc.property(damaged, fc.boolean(), (text, planning) => {
      expectSound(compileSource("test.iter", text, { sha256, planning }));
    }),
    { numRuns: 400 },
  );
});

it("takes any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expectSound(compileSource("test.iter", bytes, { sha256 }));
    }),
  );
});

it.each(cases)("speaks in whole sentences: $name", ({ name, bytes, environment }) => {
  expectSound(compileSource(name, bytes, { environment, sha256 }));
});

it("doesn't run out of stack", () => {
  const deep = "[".repeat(50_000);
  const text = `vars:\n  x: json = ${deep}\n\nagent a:\n  model: "${"${A:-".repeat(50_000)}"\n`;

  expectSound(compileSource("test.iter", text, { sha256 }));
});
