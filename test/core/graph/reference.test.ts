import fc from "fast-check";
import { expect, it } from "vitest";
import {
  evaluateMapping,
  parseTemplate,
  printTemplate,
  renderTemplate,
  resolvePath,
  resolverOf,
  toTemplate,
} from "#core/graph/reference.ts";
import type { Value } from "#core/graph/value.ts";

const scope = {
  vars: { name: "Ada", n: 3, ok: true, none: null, list: ["a", { b: 1 }], "0": "zero" },
};

function render(text: string): string {
  return renderTemplate(toTemplate(parseTemplate(text)), resolverOf(scope));
}

it("cuts a text into plain text and references with their offsets", () => {
  expect(parseTemplate("Hi {{ vars.name }}, {{outputs.plan.steps.0}}!")).toEqual({
    parts: [
      "Hi ",
      { ref: ["vars", "name"], start: 3, end: 18 },
      ", ",
      { ref: ["outputs", "plan", "steps", "0"], start: 20, end: 44 },
      "!",
    ],
    faults: [],
  });
});

it("takes letters, marks and digits of any script for a name", () => {
  expect(parseTemplate("{{vars.größe_2}}").parts).toEqual([
    { ref: ["vars", "größe_2"], start: 0, end: 16 },
  ]);
});

it("writes braces for an escaped opening and looks behind it for more", () => {
  expect(parseTemplate("\\{{vars.x}} {{vars.y}}").parts).toEqual([
    "{{vars.x}} ",
    { ref: ["vars", "y"], start: 12, end: 22 },
  ]);
});

it.each([
  ["{{}}", 0, 4],
  ["a {{ 1x }}", 2, 10],
  ["{{a b}}", 0, 7],
  ["{{a .b}}", 0, 8],
  ["{{a..b}}", 0, 8],
  ["{{0.a}}", 0, 7],
  ["{{a\t}}", 0, 6],
  ["{{{a}}}", 0, 6],
])("says that %j holds no path", (text, start, end) => {
  const { parts, faults } = parseTemplate(text);

  expect(faults).toEqual([{ start, end, kind: "not-a-path" }]);
  expect(parts).toEqual([text]);
});

it("reports an opening that is never closed once", () => {
  expect(parseTemplate("a {{b {{c")).toEqual({
    parts: ["a {{b {{c"],
    faults: [{ start: 2, end: 4, kind: "unclosed" }],
  });
});

it("stays quick on megabytes of braces", () => {
  expect(parseTemplate("{".repeat(5_000_000)).faults).toHaveLength(1);
  expect(parseTemplate("{{x".repeat(1_000_000) + "}}").faults).toHaveLength(1);
});

it.each<[string[], Value]>([
  [["vars", "list", "1", "b"], 1],
  [["vars", "list", "01"], null],
  [["vars", "list", "-1"], null],
  [["vars", "list", "length"], null],
  [["vars", "name", "0"], null],
  [["vars", "0"], "zero"],
  [["vars", "__proto__"], null],
  [["vars", "constructor", "name"], null],
  [["vars", "toString"], null],
  [["nowhere", "at", "all"], null],
  [["vars", "none", "deeper"], null],
])("follows %j", (path, expected) => {
  expect(resolvePath(path, scope)).toEqual(expected);
});

it("finds own keys whatever they are called", () => {
  const value = JSON.parse('{"__proto__": {"constructor": 1}}') as Value;

  expect(resolvePath(["__proto__", "constructor"], value)).toBe(1);
});

it("renders strings as they are, null as nothing, everything else as compact JSON", () => {
  expect(
    render("{{vars.name}}|{{vars.n}}|{{vars.ok}}|{{vars.none}}|{{vars.x}}|{{vars.list}}"),
  ).toBe('Ada|3|true|||["a",{"b":1}]');
});

it("looks at no value twice", () => {
  const text = renderTemplate([{ ref: ["a"] }], () => "{{vars.name}}");

  expect(text).toBe("{{vars.name}}");
});

it("passes a lone reference typed and any other text as text", () => {
  const entry = (key: string, text: string) => ({ key, value: toTemplate(parseTemplate(text)) });
  const mapped = evaluateMapping(
    [
      entry("typed", "{{ vars.list }}"),
      entry("text", " {{vars.n}}"),
      entry("two", "{{vars.n}}{{vars.n}}"),
      entry("nothing", "{{vars.x}}"),
      entry("empty", ""),
      entry("__proto__", "kept"),
    ],
    resolverOf(scope),
  );

  expect(Object.entries(mapped)).toEqual([
    ["typed", ["a", { b: 1 }]],
    ["text", " 3"],
    ["two", "33"],
    ["nothing", null],
    ["empty", ""],
    ["__proto__", "kept"],
  ]);
});

it("keeps every character of a text without braces", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      fc.pre(!text.includes("{{"));
      expect(renderTemplate(toTemplate(parseTemplate(text)), () => null)).toBe(text);
    }),
  );
});

it("prints what it parses", () => {
  const piece = fc.oneof(
    fc.string().filter((text) => !/[{}\\]/.test(text)),
    fc.constantFrom("\\{{", "{{vars.a}}", "{{outputs.n.history.0}}"),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const template = toTemplate(parseTemplate(pieces.join("")));
      expect(toTemplate(parseTemplate(printTemplate(template)))).toEqual(template);
    }),
  );
});
