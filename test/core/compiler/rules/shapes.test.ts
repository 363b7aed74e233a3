import { expect, it } from "vitest";
import { codesOf } from "#support/compile.ts";

const head = `
schema found:
  ok: bool
  note: string
  tags: string[]

agent a:
  model: "openai/gpt-5"
  output: found
`;

/** Codes and lines of the edges; the first edge is on line 1. */
function edgeCodes(declarations: string, edges: string): string[] {
  const text = `${head}${declarations}\nworkflow w:\n  entry: a\n`;
  const before = text.split("\n").length - 1;
  return codesOf(text + edges).map((found) => {
    const [code = "", line = ""] = found.split(/[@:]/);
    return `${code}@${Number(line) - before}`;
  });
}

it("gives a field that comes with two types any type", () => {
  const router = "\nrouter gate:\n  mode: condition\n";
  const edges = `  a -> gate when ok with { x: "{{outputs.a.ok}}", y: "text" }
  a -> gate when not ok with { x: "text", y: "text" }
  gate -> done when x
  gate -> fail when not y
  gate -> fail
`;

  expect(edgeCodes(router, edges)).toEqual(["C013@4"]);
});

it("leaves routers that feed one another open", () => {
  const routers = "\nrouter one:\n  mode: condition\n\nrouter two:\n  mode: condition\n";
  const edges = `  a -> one
  one -> two
  two -> one when note as l(2)
  two -> done when anything
  two -> fail
`;

  expect(edgeCodes(routers, edges)).toEqual(["C013@3"]);
});

it("leaves the type of a field that is handed round in a circle open", () => {
  const router = "\nrouter gate:\n  mode: condition\n";
  const edges = `  a -> gate with { x: "first" }
  gate -> gate when "x == 'a'" as l(2) with { x: "{{outputs.gate.x}}" }
  gate -> done when x
  gate -> fail
`;

  expect(edgeCodes(router, edges)).toEqual([]);
});

it("keeps the types of items below references", () => {
  const nodes = `
schema task:
  first: int
  all: string[]

router split:
  mode: fan_out_all

join meet:
  output: task
`;
  const edges = `  a -> split
  split -> meet with { first: "{{outputs.a.tags.0}}", all: "{{outputs.a.tags}}" }
  split -> meet with { first: "{{outputs.a.note.deeper}}" }
  meet -> done
`;

  expect(edgeCodes(nodes, edges)).toEqual(["C112@2", "C031@3"]);
});
