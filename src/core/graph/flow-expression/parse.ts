/** Reads the boolean expressions of a flow: texts that are cut, not tokenised. Spec: flow §6. */
import { byteLength, trimBlanks } from "#core/text/unicode.ts";
import { defaultComplexity } from "./fault.ts";
import type { ComplexityLimits, ComplexityMetric, FlowFault } from "./fault.ts";
import { parsePath } from "./path.ts";
import type { FlowPath } from "./path.ts";

/** One side of a comparison. */
export type FlowOperand =
  | { readonly kind: "literal"; readonly value: null | boolean | number | string }
  | ({ readonly kind: "path" } & FlowPath);

/** An expression that was read. */
export type FlowExpression =
  | { readonly kind: "any" | "all"; readonly parts: readonly FlowExpression[] }
  | { readonly kind: "not"; readonly part: FlowExpression }
  | {
      readonly kind: "compare";
      readonly equal: boolean;
      readonly left: FlowOperand;
      readonly right: FlowOperand;
    }
  | { readonly kind: "test"; readonly operand: FlowOperand };

/** An expression, or why the text is none. */
export type ParsedFlow = { readonly expression: FlowExpression } | { readonly fault: FlowFault };

/** How large an expression is. */
export interface Measures {
  readonly operators: number;
  readonly depth: number;
}

/**
 * Reads a text; one that is larger than the limits is refused.
 *
 * @example
 * parseFlowExpression("input.ready && node_outputs.check == 'ok'");
 */
export function parseFlowExpression(
  text: string,
  limits: ComplexityLimits = defaultComplexity,
): ParsedFlow {
  const trimmed = trimBlanks(text);
  if (trimmed === "") return { fault: { code: "Empty" } };
  const tooLong = exceed(limits, "chars", byteLength(trimmed));
  if (tooLong) return { fault: tooLong };
  try {
    const expression = readAny(trimmed);
    const fault = checkSize(expression, limits);
    return fault ? { fault } : { expression };
  } catch (error) {
    if (error instanceof Unreadable) return { fault: error.fault };
    throw error;
  }
}

/** How many operators an expression has and how deep they lie. */
export function measureExpression(expression: FlowExpression): Measures {
  switch (expression.kind) {
    case "compare":
    case "test":
      return { operators: 1, depth: 1 };
    case "not": {
      const { operators, depth } = measureExpression(expression.part);
      return { operators: operators + 1, depth: depth + 1 };
    }
    case "any":
    case "all": {
      const parts = expression.parts.map(measureExpression);
      return {
        operators: 1 + parts.reduce((sum, { operators }) => sum + operators, 0),
        depth: 1 + Math.max(...parts.map(({ depth }) => depth)),
      };
    }
  }
}

/** All paths of an expression, left to right. */
export function pathsOf(expression: FlowExpression): FlowPath[] {
  switch (expression.kind) {
    case "test":
      return toPaths([expression.operand]);
    case "compare":
      return toPaths([expression.left, expression.right]);
    case "not":
      return pathsOf(expression.part);
    case "any":
    case "all":
      return expression.parts.flatMap(pathsOf);
  }
}

class Unreadable extends Error {
  readonly fault: FlowFault;

  constructor(part: string, reason: string) {
    super(reason);
    this.fault = { code: "Invalid", part, reason };
  }
}

function readAny(text: string): FlowExpression {
  return readGroup("any", text, "||", readAll);
}

function readAll(text: string): FlowExpression {
  return readGroup("all", text, "&&", readUnary);
}

function readGroup(
  kind: "any" | "all",
  text: string,
  operator: string,
  read: (part: string) => FlowExpression,
): FlowExpression {
  const parts = cut(text, operator).map(trimBlanks);
  if (parts.includes("")) throw new Unreadable(text, "empty operand");
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? read(only) : { kind, parts: parts.map(read) };
}

function readUnary(text: string): FlowExpression {
  if (!text.startsWith("!")) return readComparison(text);
  const part = trimBlanks(text.slice(1));
  if (part === "") throw new Unreadable(text, "empty operand");
  return { kind: "not", part: readUnary(part) };
}

function readComparison(text: string): FlowExpression {
  for (const [operator, equal] of [["==", true] as const, ["!=", false] as const]) {
    const at = findOutsideQuotes(text, operator, 0);
    if (at === -1) continue;
    const left = trimBlanks(text.slice(0, at));
    const right = trimBlanks(text.slice(at + operator.length));
    if (left === "" || right === "") continue;
    return { kind: "compare", equal, left: readOperand(left), right: readOperand(right) };
  }
  return { kind: "test", operand: readOperand(text) };
}

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function readOperand(text: string): FlowOperand {
  const word = text.toLowerCase();
  if (text.length <= 5 && (word === "true" || word === "false" || word === "null")) {
    return { kind: "literal", value: word === "null" ? null : word === "true" };
  }
  const quote = text.charAt(0);
  if ((quote === "'" || quote === '"') && text.length > 1 && text.endsWith(quote)) {
    return { kind: "literal", value: text.slice(1, -1) };
  }
  if (number.test(text) && Number.isFinite(Number(text))) {
    return { kind: "literal", value: Number(text) };
  }
  if (text === "$.") throw new Unreadable(text, "empty path");
  return { kind: "path", ...parsePath(text) };
}

/** Cuts a text at every place outside quotes where the operator stands. */
function cut(text: string, operator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (;;) {
    const at = findOutsideQuotes(text, operator, start);
    if (at === -1) return [...parts, text.slice(start)];
    parts.push(text.slice(start, at));
    start = at + operator.length;
  }
}

/** Where the operator stands outside quotes; `from` lies outside quotes itself. */
function findOutsideQuotes(text: string, operator: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if (text.startsWith(operator, at)) return at;
  }
  return -1;
}

function checkSize(expression: FlowExpression, limits: ComplexityLimits): FlowFault | undefined {
  const { operators, depth } = measureExpression(expression);
  const large = exceed(limits, "operators", operators) ?? exceed(limits, "depth", depth);
  if (large) return large;
  for (const { segments } of pathsOf(expression)) {
    const long = exceed(limits, "path_segments", segments.length);
    if (long) return long;
  }
  return undefined;
}

function exceed(
  limits: ComplexityLimits,
  metric: ComplexityMetric,
  value: number,
): FlowFault | undefined {
  const max = limits[metric];
  return value > max ? { code: "ComplexityLimitExceeded", metric, value, max } : undefined;
}

function toPaths(operands: readonly FlowOperand[]): FlowPath[] {
  return operands.flatMap((operand) => (operand.kind === "path" ? [operand] : []));
}
