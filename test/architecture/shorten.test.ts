import type { Metafile } from "esbuild";
import { expect, it } from "vitest";
import { findStartFiles, shortenNames } from "#src/scripts/shorten.ts";

it("shortens names, but not those that other files know", async () => {
  const code = 'import{far}from"./x.mjs";function near(given){return far(given)}export{near};';

  expect(await shortenNames(code)).toMatch(
    /^import\{far as (\w)\}from"\.\/x\.mjs";function (\w)\((\w)\)\{return \1\(\3\)\}export\{\2 as near\};\n$/,
  );
});

it("finds what a start loads: files with its modules, and those that they import", () => {
  const output = (
    input: string,
    ...imports: readonly { kind: string; path: string }[]
  ): unknown => ({ inputs: { [input]: {} }, imports });
  const outputs = {
    "a.mjs": output(
      "src/a.ts",
      { kind: "import-statement", path: "b.mjs" },
      { kind: "dynamic-import", path: "c.mjs" },
    ),
    "b.mjs": output("src/b.ts"),
    "c.mjs": output("src/c.ts"),
  } as Metafile["outputs"];

  expect([...findStartFiles({ inputs: {}, outputs }, ["src/a.ts"])]).toEqual(["a.mjs", "b.mjs"]);
});
