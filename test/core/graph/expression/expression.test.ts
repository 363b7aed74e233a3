import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateExpression } from "#core/graph/expression/evaluate.ts";
import type { Evaluation } from "#core/graph/expression/evaluate.ts";
import { arities, isBare, listPaths } from "#core/graph/expression/expression.ts";
import type { Expression } from "#core/graph/expression/expression.ts";
import { parseExpression } from "#core/graph/expression/parse.ts";
import { printExpression } from "#core/graph/expression/print.ts";
import { resolverOf } from "#core/graph/reference.ts";
import type { Fields, Value } from "#core/graph/value.ts";

interface Case {
  readonly name: string;
  readonly expression: string;
  readonly scope: Fields;
  readonly expected?: Value;
  readonly error?: string;
}

const cases = JSON.parse(readFileSync("test/cases/expressions.json", "utf8")) as Case[];

function parse(text: string): Expression {
  const parsed = parseExpression(text);
  if ("faults" in parsed) throw new Error(`${text}: ${parsed.faults[0]?.message}`);
  return parsed.expression;
}

function evaluate(expression: Expression, scope: Fields = {}): Evaluation {
  return evaluateExpression(expression, {
    resolve: resolverOf(scope),
    self: scope["self"] ?? null,
  });
}

function outcome({ expression, scope }: Case): { expected?: Value; error?: string } {
  const parsed = parseExpression(expression);
  if ("faults" in parsed) return { error: "syntax" };
  const result = evaluate(parsed.expression, scope);
  return "fault" in result ? { error: result.fault.kind } : { expected: result.value };
}

it.each(cases)("$name: $expression", (vector) => {
  const { expected, error } = vector;

  expect(outcome(vector)).toEqual(error === undefined ? { expected } : { error });
});

it.each(cases.filter(({ error }) => error !== "syntax"))(
  "prints $expression to what means the same",
  ({ expression }) => {
    const printed = printExpression(parse(expression));

    expect(withoutPlaces(parse(printed))).toEqual(withoutPlaces(parse(expression)));
    expect(printExpression(parse(printed))).toBe(printed);
  },
);

it.each([
  ["a  and(b or c)", "a && (b || c)"],
  ["((a)) && b && (c && d)", "a && b && (c && d)"],
  ["(a && b) && c", "a && b && c"],
  ["(a + b) - (c - d)", "a + b - (c - d)"],
  ["a * (b + c) / (d / e)", "a * (b + c) / (d / e)"],
  ["not (a == b)", "!a == b"],
  ["(not a) == b", "(!a) == b"],
  ["not (a and b)", "!(a && b)"],
  ["-(a + b) * - 2", "-(a + b) * -2"],
  ["'it''s'", undefined],
  [`'say "hi"\\n'`, '"say \\"hi\\"\\n"'],
  ["if( a,'x' ,1.50)", 'if(a, "x", 1.5)'],
])("prints %s", (text, printed) => {
  const parsed = parseExpression(text);

  expect("expression" in parsed ? printExpression(parsed.expression) : undefined).toBe(printed);
});

describe("faults", () => {
  it.each([
    ["", 0, 0, "There is nothing to evaluate."],
    ["score >", 7, 7, "`score >` lacks a value at its end."],
    ["a = 1", 2, 3, "A single `=` compares nothing."],
    ["a & b", 2, 3, "A single `&` means nothing."],
    ["list[0]", 4, 5, "Items are not taken with brackets."],
    ["a == 'x", 5, 6, "The text that begins here isn't closed."],
    ["1 < 2 < 3", 6, 7, "Comparisons can't be chained."],
    ["(a + b", 0, 1, "The bracket that opens here is never closed."],
    ["length(a", 6, 7, "The bracket that opens here is never closed."],
    ["a b", 2, 3, "`b` can't stand here."],
    ["a.b(c)", 3, 4, "`(` can't stand here."],
    ["and", 0, 3, "`and` can't stand here."],
    ["1.", 1, 2, "`.` means nothing in an expression."],
    ["a .b", 2, 3, "`.` means nothing in an expression."],
    ["a.0b", 3, 4, "`b` can't stand here."],
    ["lenght(a)", 0, 6, "There is no function `lenght`."],
    ["contains(a)", 0, 8, "`contains` takes 2 values, not 1."],
    ["min()", 0, 3, "`min` takes at least 1 value, not 0."],
    ["matches(a, b)", 11, 12, "The pattern of `matches` is no text in quotes."],
    ["matches(a, '(')", 11, 14, "The pattern of `matches` is no regular expression."],
    ["é + 😀", 4, 6, "`😀` means nothing in an expression."],
  ])("of %j are shown in their place", (text, start, end, message) => {
    expect(parseExpression(text)).toEqual({
      faults: [{ start, end, message, help: expect.any(String) }],
    });
  });

  it("of calls are all reported", () => {
    const parsed = parseExpression("size(a) + keys() + )");

    expect("faults" in parsed && parsed.faults.map(({ start }) => start)).toEqual([0, 10, 19]);
  });

  it("suggest the nearest function", () => {
    const parsed = parseExpression("startswith(a, 'b')");

    expect("faults" in parsed && parsed.faults[0]?.help).toBe("did you mean `startsWith`?");
  });

  it.each([
    ["brackets", "(".repeat(101) + "1" + ")".repeat(101)],
    ["calls", "keys(".repeat(101) + "a" + ")".repeat(101)],
    ["signs", "-".repeat(101) + "1"],
    ["negations", "not ".repeat(101) + "a"],
  ])("say that more than 100 levels of %s are too many", (_, text) => {
    const parsed = parseExpression(text);

    expect("faults" in parsed && parsed.faults[0]?.message).toBe(
      "This is nested more than 100 levels deep.",
    );
    expect(parseExpression("!".repeat(100) + "a")).toHaveProperty("expression");
  });

  it.each([
    ["1 + null", "`+` takes two numbers, or a string, not a number and null."],
    ["true < 1", "`<` compares two numbers or two strings, not a bool and a number."],
    ["keys('a')", "`keys` can't take a string."],
    ["7 % 0", "`%` divides 7 by 0."],
    ["1e999", "A number is too large."],
  ])("at run time name the types: %s", (text, message) => {
    expect(evaluate(parse(text))).toEqual({ fault: { kind: expect.any(String), message } });
  });
});

it("lists paths with their places and tells fields from references", () => {
  const paths = listPaths(parse("if(a.b, vars.x, -outputs.n.0) + run == loop2 && !true.x"));

  expect(paths.map((path) => [path.path.join("."), path.start, path.end, isBare(path)])).toEqual([
    ["a.b", 3, 6, true],
    ["vars.x", 8, 14, false],
    ["outputs.n.0", 17, 28, false],
    ["run", 32, 35, false],
    ["loop2", 39, 44, true],
    ["true.x", 49, 55, true],
  ]);
});

it.each<[string, Fields, Value]>([
  ["__proto__.x", {}, null],
  ["constructor", {}, null],
  ["contains(a, 'toString')", { a: {} }, false],
  ["'\uffff' < '\u{10000}'", {}, true],
  ["a == b", { a: { x: null }, b: {} }, true],
  ["length(unique(a))", { a: [{ x: 1, y: null }, { x: 1 }, 1, "1", 1] }, 3],
  ["concat(null, null)", {}, ""],
  ["all(null, true)", {}, false],
  ["all(null)", {}, true],
  ["any(3)", {}, true],
  ["default(a, 'x')", { a: {} }, "x"],
])("evaluates %s", (text, self, expected) => {
  expect(evaluate(parse(text), { self })).toEqual({ value: expected });
});

it("takes long chains without depth", () => {
  const terms = Array.from({ length: 50_000 }, () => "1");

  expect(evaluate(parse(terms.join(" + ")))).toEqual({ value: 50_000 });
  expect(evaluate(parse(terms.join(" && ")))).toEqual({ value: true });
});

const name = fc.constantFrom("a", "b", "vars", "length", "größe");
const segment = fc.oneof(name, fc.constantFrom("0", "12", "and", "true"));
const path = fc
  .tuple(name, fc.array(segment, { maxLength: 2 }))
  .map(([first, rest]): Expression => ({ kind: "path", path: [first, ...rest], start: 0, end: 0 }));
const literal = fc
  .oneof(
    fc.string(),
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.constantFrom(null, true, false),
  )
  .map((value): Expression => ({ kind: "literal", value }));

const trees = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    literal,
    path,
    tie("tree").map((operand): Expression => ({ kind: "not", operand })),
    tie("tree").map((operand): Expression => ({ kind: "minus", operand })),
    fc
      .tuple(tie("tree"), fc.constantFrom("==", "!=", "<", "<=", ">", ">="), tie("tree"))
      .map(([left, operator, right]): Expression => ({
        kind: "comparison",
        operator,
        left,
        right,
      })),
    fc
      .tuple(
        tie("tree").filter(({ kind }) => kind !== "sum"),
        fc.constantFrom("+", "-"),
        tie("tree"),
      )
      .map(([first, operator, operand]): Expression => ({
        kind: "sum",
        first,
        rest: [{ operator, operand }],
      })),
    fc
      .tuple(
        tie("tree").filter(({ kind }) => kind !== "product"),
        fc.constantFrom("*", "/", "%"),
        tie("tree"),
      )
      .map(([first, operator, operand]): Expression => ({
        kind: "product",
        first,
        rest: [{ operator, operand }],
      })),
    fc
      .tuple(fc.constantFrom("and", "or"), tie("tree"), tie("tree"))
      .filter(([kind, first]) => first.kind !== kind)
      .map(([kind, first, second]): Expression => ({ kind, operands: [first, second] })),
    fc
      .tuple(tie("tree"), tie("tree"), tie("tree"))
      .map((parts): Expression => ({ kind: "call", name: "if", arguments: parts })),
  ),
})).tree;

function withoutPlaces(expression: Expression): Value {
  return JSON.parse(
    JSON.stringify(expression, (key, value: unknown) =>
      key === "start" || key === "end" ? 0 : value,
    ),
  ) as Value;
}

it("prints every tree to a text that parses to the same tree", () => {
  fc.assert(
    fc.property(trees, (tree) => {
      expect(withoutPlaces(parse(printExpression(tree)))).toEqual(withoutPlaces(tree));
    }),
  );
});

it("ends every text in a tree or a fault inside it", () => {
  const piece = fc.constantFrom(
    ...Object.keys(arities),
    ..."( ) , . + - * / % ! == < && or not a vars.x 1 0.5 'x' \" 'b' ' \\ é".split(" "),
    " ",
  );
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join("")),
      (text) => {
        const parsed = parseExpression(text);
        if ("expression" in parsed) evaluate(parsed.expression, { self: { a: [1, "b"] } });
        else
          for (const { start, end } of parsed.faults)
            expect(start <= end && end <= text.length).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
