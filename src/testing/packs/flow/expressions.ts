/** The format of flow expressions: expressions, limits, measures, plain paths and transforms with what they give. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { holdsIn, transformIn } from "#core/graph/flow-expression/evaluate.ts";
import { defaultComplexity } from "#core/graph/flow-expression/fault.ts";
import type { ComplexityLimits, FlowFault } from "#core/graph/flow-expression/fault.ts";
import { measureExpression, parseFlowExpression } from "#core/graph/flow-expression/parse.ts";
import { followPath, parsePlainPath } from "#core/graph/flow-expression/path.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { fits } from "#core/report/check/fit.ts";
import type { Mismatch, PackCase } from "../case.ts";

const value: z.ZodType<Value> = z.json();
const fields: z.ZodType<Fields> = z.record(z.string(), value);
const scope = z.union([z.string(), fields]);
const end = {
  name: z.string(),
  expected: value.optional(),
  error: fields.optional(),
  missing: z.boolean().optional(),
};
const limits = z.strictObject({
  chars: z.int().default(defaultComplexity.chars),
  operators: z.int().default(defaultComplexity.operators),
  depth: z.int().default(defaultComplexity.depth),
  path_segments: z.int().default(defaultComplexity.path_segments),
});
const build = z.strictObject({
  before: z.string().default(""),
  unit: z.string().default(""),
  times: z.int().default(0),
  between: z.string().default(""),
  after: z.string().default(""),
});
const pack = z.strictObject({
  format: z.literal("flow-expressions-1"),
  scopes: z.record(z.string(), fields),
  expressions: z.array(z.strictObject({ ...end, expression: z.string(), scope })),
  limits: z.array(
    z.strictObject({
      ...end,
      expression: z.string().optional(),
      build: build.optional(),
      limits: limits.optional(),
    }),
  ),
  measures: z.array(z.strictObject({ expression: z.string(), depth: z.int(), operators: z.int() })),
  paths: z.array(
    z.strictObject({ ...end, path: z.string(), scope, strict: z.boolean().optional() }),
  ),
  transforms: z.array(z.strictObject({ ...end, expression: z.string(), scope })),
});

type Pack = z.infer<typeof pack>;

/** The cases of such a file, or null if it holds something else. */
export function flowExpressionCases(path: string): readonly PackCase[] | null {
  const read = pack.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!read.success) return null;
  return checks(read.data).map(({ name, wanted, actual }) => ({
    format: "expressions" as const,
    name: `flow/${basename(path)}: ${name}`,
    path,
    play: () => Promise.resolve(compare(name, wanted, actual())),
  }));
}

interface ExpressionCheck {
  readonly name: string;
  readonly wanted: Value;
  readonly actual: () => Value;
}

function checks(given: Pack): ExpressionCheck[] {
  const scopeOf = (named: string | Fields): Fields =>
    typeof named === "string" ? (given.scopes[named] ?? {}) : named;
  return [
    ...given.expressions.map((one) => ({
      name: one.name,
      wanted: wantedOf(one),
      actual: () => evaluate(one.expression, scopeOf(one.scope), defaultComplexity),
    })),
    ...given.limits.map((one) => ({
      name: one.name,
      wanted: wantedOf(one),
      actual: () => evaluate(textOf(one), {}, one.limits ?? defaultComplexity),
    })),
    ...given.measures.map(({ expression, ...measures }) => ({
      name: expression,
      wanted: measures,
      actual: () => measure(expression),
    })),
    ...given.paths.map((one) => ({
      name: one.name,
      wanted: wantedOf(one),
      actual: () => follow(one.path, scopeOf(one.scope), one.strict === true),
    })),
    ...given.transforms.map((one) => ({
      name: one.name,
      wanted: wantedOf(one),
      actual: () => transform(one.expression, scopeOf(one.scope)),
    })),
  ];
}

function wantedOf({ expected, error, missing }: { [Key in keyof typeof end]?: unknown }): Value {
  if (missing === true) return { missing: true };
  return (error === undefined ? { value: expected } : { error }) as Value;
}

function evaluate(text: string, within: Fields, bounds: ComplexityLimits): Value {
  const parsed = parseFlowExpression(text, bounds);
  if ("fault" in parsed) return writeFault(parsed.fault);
  const verdict = holdsIn(parsed.expression, within);
  return typeof verdict === "object" ? writeFault(verdict) : { value: verdict };
}

function measure(text: string): Value {
  const parsed = parseFlowExpression(text);
  return "fault" in parsed ? writeFault(parsed.fault) : { ...measureExpression(parsed.expression) };
}

function follow(path: string, within: Fields, strict: boolean): Value {
  const found = followPath(within, parsePlainPath(path, strict));
  return found === undefined ? { missing: true } : { value: found };
}

function transform(expression: string, within: Fields): Value {
  const result = transformIn(expression, within);
  return "fault" in result ? writeFault(result.fault) : { value: result.value };
}

function writeFault(fault: FlowFault): Value {
  return { error: { ...fault } };
}

function textOf(one: Pack["limits"][number]): string {
  if (one.build === undefined) return one.expression ?? "";
  const { before, unit, times, between, after } = one.build;
  return before + Array.from({ length: times }, () => unit).join(between) + after;
}

function compare(what: string, wanted: Value, actual: Value): readonly Mismatch[] {
  const partly = isFields(wanted) && "error" in wanted;
  if (fits(partly ? wanted : { $exact: wanted }, actual)) return [];
  return [{ what, expected: JSON.stringify(wanted), actual: JSON.stringify(actual) }];
}
