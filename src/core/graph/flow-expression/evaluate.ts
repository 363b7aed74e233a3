/** What an expression or a transform of a flow comes to in a scope. Spec: flow §6.2, §8. */
import { trimBlanks } from "#core/text/unicode.ts";
import { parseJson } from "#core/graph/depth.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { FlowFault } from "./fault.ts";
import type { FlowExpression, FlowOperand } from "./parse.ts";
import { followPath, parsePath } from "./path.ts";
import type { FlowPath } from "./path.ts";

/** Whether an expression holds, or why that cannot be said. */
export function holdsIn(expression: FlowExpression, scope: Fields): boolean | FlowFault {
  switch (expression.kind) {
    case "any":
    case "all": {
      const wanted = expression.kind === "any";
      for (const part of expression.parts) {
        const verdict = holdsIn(part, scope);
        if (verdict === wanted || typeof verdict === "object") return verdict;
      }
      return !wanted;
    }
    case "not": {
      const verdict = holdsIn(expression.part, scope);
      return typeof verdict === "object" ? verdict : !verdict;
    }
    case "compare": {
      const left = valueOf(expression.left, scope);
      if ("fault" in left) return left.fault;
      const right = valueOf(expression.right, scope);
      if ("fault" in right) return right.fault;
      return sameValue(left.value, right.value) === expression.equal;
    }
    case "test": {
      const found = valueOf(expression.operand, scope);
      return "fault" in found ? found.fault : isTruthy(found.value);
    }
  }
}

/** What a transform is: a JSON value as it stands, or a path. */
export type Transform = { readonly value: Value } | { readonly path: FlowPath };

/** Reads a transform; null if there is nothing in it. */
export function readTransform(expression: string): Transform | null {
  const text = trimBlanks(expression);
  if (text === "") return null;
  const value = readJson(text);
  return value === undefined ? { path: parsePath(text) } : { value };
}

/** The output of a transform. */
export function transformIn(
  expression: string,
  scope: Fields,
): { readonly value: Value } | { readonly fault: FlowFault } {
  const transform = readTransform(expression);
  if (transform === null) return { fault: { code: "Empty" } };
  return "value" in transform ? transform : valueOf({ kind: "path", ...transform.path }, scope);
}

/** Deep equality without conversion; the order of keys is irrelevant. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isList(a)) {
    if (!isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameValue(item, b[index] ?? null));
  }
  if (!isFields(a) || !isFields(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key] ?? null, b[key] ?? null));
}

function valueOf(
  operand: FlowOperand,
  scope: Fields,
): { readonly value: Value } | { readonly fault: FlowFault } {
  if (operand.kind === "literal") return operand;
  const value = followPath(scope, operand);
  if (value !== undefined) return { value };
  return { fault: { code: "MissingPath", path: operand.text } };
}

function isTruthy(value: Value): boolean {
  if (typeof value === "string" || isList(value)) return value.length > 0;
  if (isFields(value)) return Object.keys(value).length > 0;
  return value !== null && value !== false && value !== 0;
}

/** Numbers that are not finite make a text no JSON, and so do more levels than a value may have. */
function readJson(text: string): Value | undefined {
  try {
    const value = parseJson(text);
    return isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFinite(value: Value): boolean {
  if (isList(value)) return value.every(isFinite);
  if (isFields(value)) return Object.values(value).every(isFinite);
  return typeof value !== "number" || Number.isFinite(value);
}
