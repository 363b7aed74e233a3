/** The expression language of `when "…"` and `compute`, as a tree. Spec: language §10. */
import { isNamespace } from "../reference.ts";

/** An expression; chains of one level are one node, so the depth of a tree is bounded. */
export type Expression = Literal | Path | Call | Operation | Comparison | Chain | Logic;

/** A value as it is written. */
export interface Literal {
  readonly kind: "literal";
  readonly value: null | boolean | number | string;
}

/** A reference, or a field if its first name is no namespace; offsets in the expression's text. */
export interface Path {
  readonly kind: "path";
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** A function and its arguments. */
export interface Call {
  readonly kind: "call";
  readonly name: FunctionName;
  readonly arguments: readonly Expression[];
}

/** One operator before one operand. */
export interface Operation {
  readonly kind: "not" | "minus";
  readonly operand: Expression;
}

/** Two sides; comparisons don't chain. */
export interface Comparison {
  readonly kind: "comparison";
  readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=";
  readonly left: Expression;
  readonly right: Expression;
}

/** A sum or a product, from left to right. */
export interface Chain {
  readonly kind: "sum" | "product";
  readonly first: Expression;
  readonly rest: readonly {
    readonly operator: "+" | "-" | "*" | "/" | "%";
    readonly operand: Expression;
  }[];
}

/** Two or more operands, looked at from left to right as far as they matter. */
export interface Logic {
  readonly kind: "and" | "or";
  readonly operands: readonly Expression[];
}

/** The functions of the language. */
export type FunctionName =
  | "length"
  | "concat"
  | "unique"
  | "contains"
  | "join"
  | "if"
  | "default"
  | "coalesce"
  | "startsWith"
  | "endsWith"
  | "matches"
  | "any"
  | "all"
  | "keys"
  | "min"
  | "max";

/** How many arguments functions take. */
export const arities: Readonly<Record<FunctionName, readonly [number, number]>> = {
  length: [1, 1],
  concat: [1, Infinity],
  unique: [1, 1],
  contains: [2, 2],
  join: [2, 2],
  if: [3, 3],
  default: [2, 2],
  coalesce: [1, Infinity],
  startsWith: [2, 2],
  endsWith: [2, 2],
  matches: [2, 2],
  any: [1, Infinity],
  all: [1, Infinity],
  keys: [1, 1],
  min: [1, Infinity],
  max: [1, Infinity],
};

/** True for the name of a function. */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(arities, name);
}

/** All paths of an expression, in the order of the text. */
export function listPaths(expression: Expression): Path[] {
  switch (expression.kind) {
    case "literal":
      return [];
    case "path":
      return [expression];
    case "call":
      return expression.arguments.flatMap(listPaths);
    case "not":
    case "minus":
      return listPaths(expression.operand);
    case "comparison":
      return [...listPaths(expression.left), ...listPaths(expression.right)];
    case "sum":
    case "product":
      return [
        ...listPaths(expression.first),
        ...expression.rest.flatMap(({ operand }) => listPaths(operand)),
      ];
    case "and":
    case "or":
      return expression.operands.flatMap(listPaths);
  }
}

/** True for a path that begins with no namespace: a field. */
export function isBare(path: Path): boolean {
  return !isNamespace(path.path[0]);
}
