import type { Metafile } from "esbuild";
import { expect, it } from "vitest";
import { skipFacades } from "#src/scripts/facades.ts";

function outputsOf(
  imports: Readonly<Record<string, readonly string[]>>,
  silent: readonly string[] = [],
): Metafile["outputs"] {
  const pairs = Object.entries(imports).map(([path, paths]) => [
    path,
    {
      inputs: silent.includes(path) ? {} : { [`${path}.ts`]: {} },
      imports: paths.map((one) => ({ path: one, kind: "import-statement" })),
    },
  ]);
  return Object.fromEntries(pairs) as Metafile["outputs"];
}

it("imports what a file has that others only hand on", () => {
  const files = new Map([
    ["d/index.mjs", 'await import("./chunks/main-A.mjs")'],
    ["d/chunks/main-A.mjs", 'import{a,b}from"./chunk-B.mjs";export{b,a};\n'],
    ["d/chunks/chunk-B.mjs", "export{a,b};"],
  ]);
  const outputs = outputsOf({ "d/chunks/main-A.mjs": ["d/chunks/chunk-B.mjs"] });

  expect([...skipFacades(files, outputs)]).toEqual([
    ["d/index.mjs", 'await import("./chunks/chunk-B.mjs")'],
    ["d/chunks/chunk-B.mjs", "export{a,b};"],
  ]);
});

it.each([
  ["calls something by another name", 'import{a}from"./chunk-B.mjs";export{a as c};'],
  ["loads another file", 'import{a}from"./chunk-B.mjs";import"./chunk-C.mjs";export{a};'],
])("keeps a file that %s", (_, code) => {
  const files = new Map([["d/main-A.mjs", code]]);
  const outputs = outputsOf({
    "d/main-A.mjs": ["d/chunk-B.mjs", "d/chunk-C.mjs"],
    "d/chunk-B.mjs": [],
    "d/chunk-C.mjs": [],
  });

  expect([...skipFacades(files, outputs)]).toEqual([...files]);
});

it("doesn't load esbuild's own functions for nothing", () => {
  const files = new Map([
    ["d/index.mjs", 'import"./chunks/chunk-B.mjs";import{a}from"./chunks/chunk-C.mjs";'],
  ]);
  const outputs = outputsOf({ "d/chunks/chunk-B.mjs": [] }, ["d/chunks/chunk-B.mjs"]);

  expect([...skipFacades(files, outputs).values()]).toEqual([
    'import{a}from"./chunks/chunk-C.mjs";',
  ]);
});
