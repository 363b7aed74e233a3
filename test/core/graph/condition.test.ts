import { expect, it } from "vitest";
import { canonicalCondition, decideCondition, printCondition } from "#core/graph/condition.ts";
import type { When } from "#core/graph/graph.ts";
import type { Value } from "#core/graph/value.ts";

const scope = (self: Value) => ({ resolve: () => null, self });
const holds = (when: When, output: Value) => decideCondition(when, scope(output));

it.each<[Value | undefined, boolean, boolean]>([
  [true, true, false],
  [false, false, true],
  [null, false, true],
  [undefined, false, true],
  ["false", false, false],
  [0, false, false],
  [1, false, false],
  [[], false, false],
])("lets a field that is %j hold: %s, and its negation: %s", (value, plain, negated) => {
  const output = value === undefined ? {} : { ok: value };

  expect(holds({ not: false, field: "ok" }, output)).toEqual({ holds: plain });
  expect(holds({ not: true, field: "ok" }, output)).toEqual({ holds: negated });
});

it("finds no field where the output is no object", () => {
  expect(holds({ not: false, field: "length" }, "text")).toEqual({ holds: false });
  expect(holds({ not: true, field: "__proto__" }, {})).toEqual({ holds: true });
});

it("lets an expression hold by its truth", () => {
  expect(holds({ not: false, expression: "x" }, { x: "false" })).toEqual({ holds: true });
  expect(holds({ not: true, expression: "x > 2" }, { x: 1 })).toEqual({ holds: true });
});

it("hands a fault on", () => {
  expect(holds({ not: true, expression: "x + 1" }, {})).toEqual({
    fault: { kind: "type", message: expect.any(String) },
  });
});

it.each<[When, When, boolean]>([
  [{ not: false, field: "x" }, { not: false, expression: "x" }, false],
  [{ not: false, expression: "x>1 and y" }, { not: false, expression: "(x > 1) && y" }, true],
  [{ not: true, expression: "x" }, { not: false, expression: "not (x)" }, true],
  [{ not: true, expression: "!x" }, { not: false, expression: "x" }, true],
  [{ not: true, expression: "x" }, { not: false, expression: "x" }, false],
])("compares %j and %j by form and negation", (a, b, same) => {
  const [first, second] = [canonicalCondition(a), canonicalCondition(b)];

  expect(first?.form === second?.form && first?.not === second?.not).toBe(same);
});

it("has no form for what is no expression", () => {
  expect(canonicalCondition({ not: false, expression: "x >" })).toBeUndefined();
});

it.each<[When, string]>([
  [{ not: false, field: "ok" }, "ok"],
  [{ not: true, field: "ok" }, "not ok"],
  [{ not: false, expression: "a  > 1" }, "a  > 1"],
])("prints %j", (when, text) => {
  expect(printCondition(when)).toBe(text);
});
