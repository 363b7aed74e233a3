/** Evaluates expressions; a part that doesn't matter is not looked at. Spec: language §10.2–§10.5. */
import { isNamespace, resolvePath } from "../reference.ts";
import type { Resolve } from "../reference.ts";
import { describeKind, equalValues, toText } from "../value.ts";
import type { Value } from "../value.ts";
import type { Chain, Comparison, Expression, Path } from "./expression.ts";
import { ExpressionFaultError, fail } from "./fault.ts";
import type { ExpressionFault } from "./fault.ts";
import { functions } from "./functions.ts";
import { compareText, joinTexts } from "./text.ts";
import { isTrue } from "./truth.ts";

/** What names in an expression mean. */
export interface ExpressionScope {
  /** Where paths lead that begin with a namespace. */
  readonly resolve: Resolve;
  /** Holds the fields that all other paths mean. */
  readonly self: Value;
}

/** A value, or the fault that kept it from being worked out. */
export type Evaluation = { readonly value: Value } | { readonly fault: ExpressionFault };

/** The value of an expression. */
export function evaluateExpression(expression: Expression, scope: ExpressionScope): Evaluation {
  try {
    return { value: evaluate(expression, scope) };
  } catch (error) {
    if (error instanceof ExpressionFaultError) return { fault: error.fault };
    throw error;
  }
}

function evaluate(expression: Expression, scope: ExpressionScope): Value {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "number" ? finite(expression.value) : expression.value;
    case "path":
      return follow(expression, scope);
    case "call":
      return functions[expression.name](expression.arguments, (operand) =>
        evaluate(operand, scope),
      );
    case "not":
      return !isTrue(evaluate(expression.operand, scope));
    case "minus":
      return finite(-toNumber(evaluate(expression.operand, scope), "-"));
    case "comparison":
      return compare(expression, scope);
    case "sum":
    case "product":
      return evaluateChain(expression, scope);
    case "and":
      return expression.operands.every((operand) => isTrue(evaluate(operand, scope)));
    case "or":
      return expression.operands.some((operand) => isTrue(evaluate(operand, scope)));
  }
}

function follow({ path }: Path, { resolve, self }: ExpressionScope): Value {
  return isNamespace(path[0]) ? resolve(path) : resolvePath(path, self);
}

function compare({ operator, left, right }: Comparison, scope: ExpressionScope): boolean {
  const a = evaluate(left, scope);
  const b = evaluate(right, scope);
  if (operator === "==") return equalValues(a, b);
  if (operator === "!=") return !equalValues(a, b);
  if (a === null || b === null) return false;
  const order = orderOf(a, b, operator);
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

function orderOf(a: Value, b: Value, operator: string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  return fail(
    "type",
    `\`${operator}\` compares two numbers or two strings, not ${describeKind(a)} and ${describeKind(b)}.`,
  );
}

function evaluateChain({ first, rest }: Chain, scope: ExpressionScope): Value {
  let value = evaluate(first, scope);
  for (const { operator, operand } of rest) {
    const right = evaluate(operand, scope);
    value = operator === "+" ? add(value, right) : calculate(operator, value, right);
  }
  return value;
}

function add(a: Value, b: Value): Value {
  if (typeof a === "number" && typeof b === "number") return finite(a + b);
  if (typeof a === "string" || typeof b === "string") return joinTexts([toText(a), toText(b)], "");
  return fail(
    "type",
    `\`+\` takes two numbers, or a string, not ${describeKind(a)} and ${describeKind(b)}.`,
  );
}

function calculate(operator: "-" | "*" | "/" | "%", left: Value, right: Value): number {
  const a = toNumber(left, operator);
  const b = toNumber(right, operator);
  if (operator === "-") return finite(a - b);
  if (operator === "*") return finite(a * b);
  if (b === 0) return fail("division_by_zero", `\`${operator}\` divides ${a} by 0.`);
  return finite(operator === "/" ? a / b : a % b);
}

function toNumber(value: Value, operator: string): number {
  if (typeof value === "number") return value;
  return fail("type", `\`${operator}\` takes numbers, not ${describeKind(value)}.`);
}

/** A finite number, without the sign of −0. */
function finite(value: number): number {
  return Number.isFinite(value) ? value + 0 : fail("overflow", "A number is too large.");
}
