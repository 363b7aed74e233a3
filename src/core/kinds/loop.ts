/** Goes through a body as long as an expression holds. Spec: flow §11.19. */
import { spaceOfNode } from "#core/run/frame.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext, NodeKind } from "./kind.ts";
import { numberField, textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { failScoped } from "./scoped/failure.ts";
import { recordOf } from "./scoped/record.ts";
import { checkScopeSize, createTest } from "./scoped/scope.ts";

/** Goes through a body as long as an expression holds. */
export const loop: NodeKind = defineScopedKind({
  name: "loop",
  summary: "Goes through a body as long as an expression holds.",
  icon: "🔁",
  flow: {
    type: "loop",
    gives: "bool",
    fields: [
      { name: "condition", form: "expression", filled: true },
      { name: "body", form: "edge", filled: true, port: "body", label: "continue" },
      { name: "next", form: "edge", filled: true, port: "next", label: "done" },
      { name: "max_iterations", form: "u32", optional: true, positive: true },
    ],
  },
  run: runLoop,
});

function runLoop(context: NodeContext): Outcome {
  const { node, frame } = context;
  const expression = textField(node, "condition");
  checkScopeSize(context);
  const holds = createTest(context, expression, "InvalidLoopCondition")(frame.scope());
  const space = spaceOfNode(node.id);
  const before = frame.recall(space, "count");
  const iteration = holds ? (typeof before === "number" ? before : 0) + 1 : 0;
  const max = numberField(node, "max_iterations");
  if (max !== null && iteration > max) throw exhausted(node.id, max);
  return {
    kind: "next",
    port: holds ? "body" : "next",
    output: holds,
    remember: { [space]: { count: iteration } },
    ...recordOf({ condition: expression, evaluated: holds, iteration }),
  };
}

function exhausted(node: string, max: number): Error {
  return failScoped("LoopIterationLimitExceeded", {
    node,
    fields: { max_iterations: max },
    why: `wants to go through its body more often than ${max} times`,
    hint: "raise `max_iterations`, or see to it that the condition ends",
  });
}
