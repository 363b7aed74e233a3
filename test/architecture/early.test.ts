import { join } from "node:path";
import { expect, it } from "vitest";
import { compileEarly, gatherEarly, listFunctions, readEarly } from "#src/scripts/early.ts";
import { shortenNames } from "#src/scripts/shorten.ts";

const code = [
  '#!/usr/bin/env node\nimport{far}from"./x.mjs";',
  "const limit=near(1);",
  "function near(given){return given<1?far(limit):near(given-1)}",
  "async function*each(){function near(){}yield near}",
  "function late(){return 1}",
  "export{near,each,late};",
].join("");

it("finds the functions of a file, not those inside of others", () => {
  const found = listFunctions(code);

  expect(found.map(({ name }) => name)).toEqual(["near", "each", "late"]);
  expect(code.slice(found[1]?.start)).toMatch(/^async function\*each/);
});

it("has those compiled at once that are named, and leaves the others where they were", async () => {
  const gathered = gatherEarly(code, new Set(["near", "each", "gone"]));
  const compiled = compileEarly(await shortenNames(gathered));

  expect(compiled).toMatch(
    /^#!.*\n(?:import\{.*\}from"\.\/x\.mjs";)?var (\w)=\(function\((\w)\)\{.*\}\),(\w)=\(async function\*\(\)\{.*\}\);.*function \w\(\)\{return 1\}/,
  );
});

it("changes nothing of what a file does", async () => {
  const text =
    "const first=half(8);function half(given){return twice(given)/4}function twice(given){return given*2}" +
    "export{first,half};";
  const early = compileEarly(await shortenNames(gatherEarly(text, new Set(["half", "twice"]))));

  const { first, half } = (await import(`data:text/javascript,${encodeURIComponent(early)}`)) as {
    readonly first: number;
    readonly half: (given: number) => number;
  };

  expect([first, half(6), half.name !== ""]).toEqual([4, 3, true]);
});

it("leaves a file alone in which none is named", () => {
  expect(compileEarly(gatherEarly(code, new Set()))).toBe(code);
});

it.each(["action/index", "cli/index"])("has a list for %s", (program) => {
  expect(readEarly(join(import.meta.dirname, "../.."), program).size).toBeGreaterThan(100);
});
