/** Paths and expressions of a node in its scope, and the failures that they end in. */
import { holdsIn } from "#core/graph/flow-expression/evaluate.ts";
import { describeFlowFault } from "#core/graph/flow-expression/fault.ts";
import type { FlowFault } from "#core/graph/flow-expression/fault.ts";
import { parseFlowExpression } from "#core/graph/flow-expression/parse.ts";
import { followPath, parsePath, parsePlainPath } from "#core/graph/flow-expression/path.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { FlowErrorCode, RunFailure } from "#core/run/failure.ts";
import { failScoped } from "./failure.ts";
import { hintAt, hintOf } from "./missing.ts";
import type { SeenScope } from "./missing.ts";

/** The value at a path of a node's field; undefined if it is not there. */
export function lookUp({ frame }: NodeContext, path: string): Value | undefined {
  return followPath(frame.scope(), parsePlainPath(path, frame.settings.strict));
}

/** The value at a path that has to be there. */
export function require(context: NodeContext, path: string): Value {
  const value = lookUp(context, path);
  if (value !== undefined) return value;
  throw failScoped("MissingPath", {
    node: context.node.id,
    fields: { path },
    why: `found nothing at \`${path}\``,
    ...present(hintAt(context, path)),
  });
}

/** The text at a path that is the key of something. */
export function readKey(context: NodeContext, path: string): string {
  const key = lookUp(context, path);
  if (typeof key === "string") return key;
  throw failScoped("CacheKeyNotString", {
    node: context.node.id,
    fields: { path },
    why: `needs a text at \`${path}\``,
    hint: hintAt(context, path) ?? "keys are texts",
  });
}

/** Tests expressions of a node, over and over if need be; a fault is a failure with the code. */
export function createTest(
  context: NodeContext,
  expression: string,
  code: FlowErrorCode,
): (scope: Fields) => boolean {
  const { node, frame } = context;
  const parsed = parseFlowExpression(expression, frame.settings.expression);
  return (scope) => {
    const verdict = "fault" in parsed ? parsed.fault : holdsIn(parsed.expression, scope);
    if (typeof verdict === "object") {
      throw faulty({ node: node.id, expression, code }, verdict, { scope, depth: frame.depth });
    }
    return verdict;
  };
}

/** The failure of an expression. */
export function faulty(
  tested: { readonly node: string; readonly expression: string; readonly code: FlowErrorCode },
  fault: FlowFault,
  seen: SeenScope,
): RunFailure {
  const { node, expression, code } = tested;
  const hint = fault.code === "MissingPath" ? hintOf(parsePath(fault.path), seen) : undefined;
  const reason = describeFlowFault(fault);
  return failScoped(code, {
    node,
    fields: { expression, reason },
    why: `cannot evaluate \`${expression}\`: ${reason}`,
    ...present(hint),
  });
}

function present(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}

/** Refuses a scope that is larger than expressions may see. */
export function checkScopeSize({ node, frame }: NodeContext, more = 0): void {
  const [actual, limit] = [frame.bytes() + more, frame.settings.maxScopeBytes];
  if (actual <= limit) return;
  throw failScoped("ExpressionScopeLimitExceeded", {
    node: node.id,
    fields: { actual_bytes: actual, limit_bytes: limit },
    why: `sees a scope of ${actual} bytes, and ${limit} are allowed`,
    hint: "raise `max_expression_scope_bytes`, or let nodes give less",
  });
}
