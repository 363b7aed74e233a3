/** The format of expression cases: a JSON list of expressions, their scopes, and their value or fault. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { evaluateExpression } from "#core/graph/expression/evaluate.ts";
import { parseExpression } from "#core/graph/expression/parse.ts";
import { resolverOf } from "#core/graph/reference.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Mismatch, PackCase } from "./case.ts";
import { fits } from "#core/report/check/fit.ts";

const value = z.json();
const expressionCase = z.union([
  z.strictObject({
    name: z.string(),
    expression: z.string(),
    scope: z.record(z.string(), value),
    expected: value,
  }),
  z.strictObject({
    name: z.string(),
    expression: z.string(),
    scope: z.record(z.string(), value),
    error: z.string(),
  }),
]);

/** The cases of a JSON file, or an empty list if it holds something else. */
export function expressionCases(path: string): readonly PackCase[] {
  const read = z.array(expressionCase).safeParse(readJson(path));
  return (read.data ?? []).map((given) => ({
    format: "expressions" as const,
    name: `${basename(path)}: ${given.name}`,
    path,
    play: () => {
      const expected: Fields =
        "error" in given ? { error: given.error } : { value: given.expected };
      return Promise.resolve(compare(given.expression, given.scope, expected));
    },
  }));
}

function compare(expression: string, scope: Fields, expected: Fields): readonly Mismatch[] {
  const actual = evaluate(expression, scope);
  if (fits({ $exact: expected }, actual)) return [];
  return [{ what: expression, expected: JSON.stringify(expected), actual: JSON.stringify(actual) }];
}

function evaluate(text: string, scope: Fields): Fields {
  const parsed = parseExpression(text);
  if ("faults" in parsed) return { error: "syntax" };
  const { self = {}, ...namespaces } = scope;
  const result = evaluateExpression(parsed.expression, { self, resolve: resolverOf(namespaces) });
  return "fault" in result ? { error: result.fault.kind } : { value: result.value };
}

function readJson(path: string): Value {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Value;
  } catch {
    return null;
  }
}
