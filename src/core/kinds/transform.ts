/** Gives a fixed value, or one from the scope. Spec: flow §8. */
import type { NodeKind } from "./kind.ts";
import { transformIn } from "#core/graph/flow-expression/evaluate.ts";
import { textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { recordOf } from "./scoped/record.ts";
import { faulty } from "./scoped/scope.ts";

/** Gives a fixed value, or one from the scope. */
export const transform: NodeKind = defineScopedKind({
  name: "transform",
  summary: "Gives a fixed value, or one from the scope.",
  icon: "🔧",
  flow: {
    type: "transform",
    fields: [
      { name: "expression", form: "transform", filled: true },
      { name: "next", form: "edge", filled: true, port: "next" },
    ],
  },
  run({ node, frame }) {
    const expression = textField(node, "expression");
    const result = transformIn(expression, frame.scope());
    if ("fault" in result) {
      const tested = { node: node.id, expression, code: "InvalidTransformExpression" } as const;
      throw faulty(tested, result.fault, { scope: frame.scope(), depth: frame.depth });
    }
    const recorded = recordOf({ expression }, { output: "output" });
    return { kind: "next", port: "next", output: result.value, ...recorded };
  },
});
