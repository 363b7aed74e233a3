import { expect, it } from "vitest";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { kinds } from "#core/kinds/index.ts";
import { parse } from "#core/languages/iter/parse.ts";
import type { ParseOptions } from "#core/languages/iter/parse.ts";
import type { SyntaxFile } from "#core/languages/iter/syntax.ts";
import { vocabulary } from "#core/languages/iter/vocabulary.ts";
import { createSourceFile, positionAt } from "#core/text/source-file.ts";
import { readAllLanguageCases, readLanguageCases } from "#support/language-cases.ts";

const words = vocabulary(kinds);

function read(
  text: string,
  options?: ParseOptions,
): { readonly syntax: SyntaxFile; readonly faults: readonly string[] } {
  const file = createSourceFile("x.iter", text);
  const found: Diagnostic[] = [];
  const syntax = parse(file, words, (diagnostic) => found.push(diagnostic), options);
  return {
    syntax,
    faults: found.map(({ code, span }) => `${code}@${positionAt(file, span.start).line}`),
  };
}

function edgesOf(text: string): unknown[] {
  const workflow = read(`workflow w:\n  entry: a\n  ${text}\n`).syntax.declarations[0];
  return workflow?.form === "workflow" ? workflow.edges.map((edge) => edge.clauses) : [];
}

it.each(readAllLanguageCases())(
  "derives every declaration of $path in exactly one way",
  ({ text }) => {
    const results: number[] = [];

    read(text, { forget: true, onResults: (count) => results.push(count) });

    expect(results.filter((count) => count !== 1)).toEqual([]);
  },
);

it.each(readAllLanguageCases())("reads $path the same with and without its memory", ({ text }) => {
  const derived = read(text, { forget: true });

  read(text);

  expect(read(text)).toEqual(derived);
});

it.each(readLanguageCases("test/cases/diagnostics"))(
  "finds the syntax faults of $path",
  ({ text }) => {
    const expected = (/## expect: (.*)/.exec(text)?.[1] ?? "")
      .split(", ")
      .filter((fault) => /^E00[134]@/.test(fault));

    const { faults } = read(text);

    expect(faults.filter((fault) => !fault.startsWith("E002")).sort()).toEqual(expected.sort());
  },
);

it("takes a field called like a word of the language for a field", () => {
  expect(edgesOf("a -> b when not as l(2)")).toMatchObject([
    [
      { form: "when", not: false, condition: { text: "not" } },
      { form: "loop", name: { text: "l" } },
    ],
  ]);
});

it("takes `not` before a field for a negation", () => {
  expect(edgesOf("a -> b when not when")).toMatchObject([
    [{ form: "when", not: true, condition: { text: "when" } }],
  ]);
});

it("keeps a line with a fault from hiding those behind it", () => {
  const { faults, syntax } = read(
    'agent a:\n  model: "a" "b"\n  tools: [\n  output: v\nagent\nschema v:\n  ok: bool\n',
  );

  expect(faults).toEqual(["E001@2", "E002@3", "E002@5"]);
  expect(syntax.declarations.map((declaration) => declaration.form)).toEqual([
    "node",
    "unreadable",
    "schema",
  ]);
});

it("ends a name at the end of its line", () => {
  const { syntax, faults } = read("workflow w:\n  entry: a\n.b\n");

  expect(faults).toEqual(["E001@3"]);
  expect(syntax.declarations[0]).toMatchObject({
    properties: [{ body: { form: "name", text: "a", span: { start: 21, end: 22 } } }],
  });
});

it("leaves out what stands below a line that was lost", () => {
  expect(read('agent a b:\n  model: "x\n    deeper\n').faults).toEqual(["E002@1"]);
});

it("refuses brackets that lie too deep in one another, and says so once", () => {
  const deep = `vars:\n  x: json = ${"[".repeat(150)}${"]".repeat(150)}\n`;

  expect(read(deep).faults).toEqual(["E001@2"]);
});

it("keeps where each character of a prompt stands", () => {
  const text = "prompt p:\n    One.\n\n      Two.\n\nschema v:\n  a: int\n";
  const [prompt] = read(text).syntax.declarations;

  expect(prompt).toMatchObject({ form: "prompt", body: { text: "One.\n\n  Two." } });
});

it("reads edges in time that grows with their number", () => {
  const edges = (count: number): string =>
    `workflow w:\n  entry: a\n${Array.from({ length: count }, (_, index) => `  n${index} -> n${index + 1} when "x > ${index}"\n`).join("")}`;
  const { faults, syntax } = read(edges(20_000));

  expect(faults).toEqual([]);
  expect(syntax.declarations[0]).toMatchObject({ form: "workflow", lost: 0 });
});
