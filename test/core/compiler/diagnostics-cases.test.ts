import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileSource } from "#core/standard.ts";
import { positionAt } from "#core/text/source-file.ts";
import { readDiagnosticCases } from "#support/diagnostic-cases.ts";
import { sha256 } from "#support/sha256.ts";

/** Cases that contradict the language, each with the reason why. */
const disputed = JSON.parse(
  readFileSync(new URL("../../cases/disputed.json", import.meta.url), "utf8"),
) as Record<string, string>;

const cases = readDiagnosticCases();

it("has cases", () => {
  expect(cases.length).toBeGreaterThan(200);
});

it.each(cases.filter(({ name }) => !Object.hasOwn(disputed, name)))(
  "$name",
  ({ name, bytes, environment, expected }) => {
    const { file, diagnostics } = compileSource(name, bytes, { environment, sha256 });

    const found = diagnostics.map(
      ({ code, span }) => `${code}@${positionAt(file, span.start).line}`,
    );
    expect(found).toEqual(expected);
  },
);
