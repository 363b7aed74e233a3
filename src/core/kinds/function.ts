/** A function of the host, called once with a fixed input. Spec: flow §11.3. */
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext, NodeKind } from "./kind.ts";
import { callFunction, checkFunctions, checkNext, copyScope, succeed } from "./scoped/attempts.ts";
import { textField, valueField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { recordOf } from "./scoped/record.ts";

/** Calls a function of the host. */
export const functionKind: NodeKind = defineScopedKind({
  name: "function",
  summary: "Calls a function of the host.",
  icon: "🔧",
  flow: {
    type: "tool",
    fields: [
      { name: "tool", form: "function", filled: true },
      { name: "input", form: "json", as: "argument" },
      { name: "next", form: "edge", optional: true, port: "next" },
    ],
  },
  run: runFunction,
});

async function runFunction(context: NodeContext): Promise<Outcome> {
  checkNext(context);
  checkFunctions(context);
  const { node, frame } = context;
  const name = textField(node, "tool");
  const input = valueField(node, "argument");
  const work = callFunction(context, { name, input, scope: copyScope(frame.scope()) });
  const output = await succeed(
    context,
    { name: "call", work, policy: frame.settings.tool },
    "Tool",
  );
  const recorded = recordOf({ tool: name }, { output: "output", last: "tool" });
  return { kind: "next", port: "next", output, ...recorded };
}
