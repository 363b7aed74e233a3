/** Conditions of edges: `when field`, `when "expression"`, and their negations. Spec: language §7.13. */
import { evaluateExpression } from "./expression/evaluate.ts";
import type { Evaluation, ExpressionScope } from "./expression/evaluate.ts";
import type { Expression } from "./expression/expression.ts";
import type { ExpressionFault } from "./expression/fault.ts";
import { parseExpression } from "./expression/parse.ts";
import { printExpression } from "./expression/print.ts";
import { isTrue } from "./expression/truth.ts";
import type { When } from "./graph.ts";
import { resolvePath } from "./reference.ts";

/** Whether a condition holds, or the fault that kept it from being decided. */
export type Verdict = { readonly holds: boolean } | { readonly fault: ExpressionFault };

/** A condition without the negation before it; two with the same form and negation are the same. */
export interface CanonicalCondition {
  readonly form: string;
  readonly not: boolean;
}

const trees = new WeakMap<object, Expression>();

/**
 * Decides a condition; `scope.self` is the output of the edge's source.
 *
 * `when field` holds for `true` only, `when not field` for `false` and null; any other value holds
 * neither way. An expression holds by its truth.
 */
export function decideCondition(when: When, scope: ExpressionScope): Verdict {
  if ("field" in when) {
    const value = resolvePath([when.field], scope.self);
    return { holds: when.not ? value === false || value === null : value === true };
  }
  const result = evaluateSource(when, scope);
  return "fault" in result ? result : { holds: isTrue(result.value) !== when.not };
}

/**
 * The value of an expression that a graph holds as text: a `when`, or an entry of a `compute`.
 * It is parsed once per holder.
 */
export function evaluateSource(
  holder: { readonly expression: string },
  scope: ExpressionScope,
): Evaluation {
  return evaluateExpression(treeOf(holder), scope);
}

/** The canonical form of a condition, or undefined if its expression doesn't parse. */
export function canonicalCondition(when: When): CanonicalCondition | undefined {
  if ("field" in when) return { form: when.field, not: when.not };
  const parsed = parseExpression(when.expression);
  if ("faults" in parsed) return undefined;
  let { expression } = parsed;
  let { not } = when;
  for (; expression.kind === "not"; expression = expression.operand) not = !not;
  // Quotes keep `when x` and `when "x"` apart: they differ for values that are no bools.
  return { form: `"${printExpression(expression)}"`, not };
}

/** A condition as it is written behind `when`, an expression without its quotes. */
export function printCondition(when: When): string {
  const text = "field" in when ? when.field : when.expression;
  return when.not ? `not ${text}` : text;
}

function treeOf(holder: { readonly expression: string }): Expression {
  const known = trees.get(holder);
  if (known !== undefined) return known;
  const parsed = parseExpression(holder.expression);
  if ("faults" in parsed) {
    throw new Error(`${holder.expression}: ${parsed.faults[0]?.message ?? "is no expression"}`);
  }
  trees.set(holder, parsed.expression);
  return parsed.expression;
}
