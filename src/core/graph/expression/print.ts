/** Prints expressions in their canonical form: the same tree always gives the same text. */
import type { Expression } from "./expression.ts";

/** How tightly a kind binds; an operand that binds less tightly than its place asks for gets brackets. */
const tightness = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  minus: 7,
  literal: 8,
  path: 8,
  call: 8,
} as const satisfies Record<Expression["kind"], number>;

/**
 * The canonical text: single blanks, `&&`, `||`, `!`, double quotes, only the brackets it needs.
 * Parsed again it gives the same tree.
 */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return printLiteral(expression.value);
    case "path":
      return expression.path.join(".");
    case "call":
      return `${expression.name}(${expression.arguments.map(printExpression).join(", ")})`;
    case "not":
      return `!${printAt(expression.operand, tightness.not)}`;
    case "minus":
      return `-${printAt(expression.operand, tightness.minus)}`;
    case "comparison": {
      const [left, right] = [expression.left, expression.right].map((side) =>
        printAt(side, tightness.sum),
      );
      return `${left ?? ""} ${expression.operator} ${right ?? ""}`;
    }
    case "sum":
    case "product":
      return [
        printAt(expression.first, tightness[expression.kind]),
        ...expression.rest.map(
          ({ operator, operand }) =>
            `${operator} ${printAt(operand, tightness[expression.kind] + 1)}`,
        ),
      ].join(" ");
    case "and":
    case "or":
      return expression.operands
        .map((operand) => printAt(operand, tightness[expression.kind] + 1))
        .join(expression.kind === "and" ? " && " : " || ");
  }
}

function printAt(expression: Expression, least: number): string {
  const text = printExpression(expression);
  return tightness[expression.kind] < least ? `(${text})` : text;
}

function printLiteral(value: null | boolean | number | string): string {
  if (typeof value !== "string") return value === Infinity ? "1e999" : String(value);
  const escaped = value
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t");
  return `"${escaped}"`;
}
