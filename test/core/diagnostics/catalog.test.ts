import { describe, expect, it } from "vitest";
import { diagnose, isCode } from "#core/diagnostics/catalog.ts";
import { catalog } from "#core/diagnostics/catalog/index.ts";
import type { Code } from "#core/diagnostics/catalog.ts";
import { pages } from "#core/diagnostics/pages.ts";
import type { UsedFile } from "#core/languages/language.ts";
import { codesOf, graphOf } from "#support/compile.ts";

const codes = Object.keys(catalog).filter(isCode);

/** The flow that the pages speak of. */
function readUse(): UsedFile {
  const graph = graphOf(
    'compute fine:\n  expr:\n    ok: "true"\n\nworkflow w:\n  entry: fine\n  fine -> done\n',
  );
  return { graph, gives: new Map([["fine", "bool"]]) };
}

describe.each(codes)("%s", (code) => {
  const page = pages[code];

  it("occurs in its bad example, and in nothing but", () => {
    const found = new Set(codesOf(page.bad, { readUse }).map(withoutPlace));

    expect([...found]).toEqual([code]);
  });

  it("doesn't occur in its good example, and nothing else does", () => {
    expect(codesOf(page.good, { readUse })).toEqual([]);
  });

  it("has a page", () => {
    expect(page.title).toMatch(/^[A-Z].*[^.]$/);
    expect(page.explanation).toMatch(/^[A-Z`][\s\S]*\.$/);
  });
});

it("knows the codes of the language, each once", () => {
  const numbers = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, index) => String(from + index).padStart(3, "0"));
  const unassigned = new Set(["E005", "E006", "E007", "E008", "E009"]);
  for (const number of numbers(14, 19)) unassigned.add(`E${number}`);
  const all = [
    ...numbers(1, 21).map((number) => `E${number}`),
    ...numbers(1, 36).map((number) => `C${number}`),
    ...numbers(100, 124).map((number) => `C${number}`),
    ...numbers(180, 181).map((number) => `C${number}`),
  ].filter((code) => !unassigned.has(code) && code !== "C015");

  expect(codes.toSorted()).toEqual(all.toSorted());
});

it("makes a diagnostic of a code", () => {
  const span = { start: 3, end: 8 };
  const holes = { owner: "An agent", name: "modle", known: ["model", "tools"] };

  expect(diagnose("E012", span, holes)).toEqual({
    code: "E012",
    severity: "error",
    message: "An agent has no property `modle`.",
    span,
    help: "did you mean `model`?",
  });
});

it.each([
  ["prompt", ["system", "user"], "it is called `user` here"],
  ["prompt", ["command"], "use one of `command`"],
])("says what a name of other tools is called: %s among %s", (name, known, help) => {
  const span = { start: 3, end: 8 };

  expect(diagnose("E012", span, { owner: "An agent", name, known }).help).toBe(help);
});

it("takes another severity and related places", () => {
  const related = [{ message: "set here", span: { start: 0, end: 1 } }];
  const holes = { name: "MODEL", sample: "openai/gpt-5" };

  expect(
    diagnose("C102", { start: 0, end: 8 }, holes, { severity: "error", related }),
  ).toMatchObject({ severity: "error", related, message: expect.stringContaining("`MODEL`") });
});

it("warns where a file may run all the same", () => {
  const warnings = codes.filter((code: Code) => catalog[code].severity === "warning");

  expect(warnings.toSorted()).toEqual(
    "C028 C029 C032 C102 C111 C112 C113 C115 C116 C118 C121 C180 C181".split(" "),
  );
});

function withoutPlace(found: string): string {
  return found.slice(0, found.indexOf("@"));
}
