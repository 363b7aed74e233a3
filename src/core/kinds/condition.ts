/** Goes one of two ways, as an expression says. Spec: flow §11.4. */
import type { NodeKind } from "./kind.ts";
import { textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { recordOf } from "./scoped/record.ts";
import { checkScopeSize, createTest } from "./scoped/scope.ts";

/** Goes one of two ways, as an expression says. */
export const condition: NodeKind = defineScopedKind({
  name: "condition",
  summary: "Goes one of two ways, as an expression says.",
  icon: "🔀",
  flow: {
    type: "condition",
    gives: "bool",
    aliases: ["switch", "if"],
    fields: [
      { name: "expression", form: "expression", filled: true },
      { name: "on_true", form: "edge", filled: true, port: "true", label: "true" },
      { name: "on_false", form: "edge", filled: true, port: "false", label: "false" },
    ],
  },
  run(context) {
    const expression = textField(context.node, "expression");
    checkScopeSize(context);
    const output = createTest(context, expression, "InvalidCondition")(context.frame.scope());
    const recorded = recordOf({ expression, evaluated: output });
    return { kind: "next", port: String(output), output, ...recorded };
  },
});
