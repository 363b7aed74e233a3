/** Windows of step numbers in which the same key counts once. Spec: flow §11.10, §11.11. */
import type { FlowForm } from "#core/graph/flow-form.ts";
import { spaceOfNode } from "#core/run/frame.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { numberField, textField } from "./config.ts";
import { recordOf } from "./record.ts";
import { readKey } from "./scope.ts";

/** The form of a node with a window. */
export function windowForm(type: string, port: "suppressed" | "throttled"): FlowForm {
  const other = `on_${port}`;
  return {
    type,
    fields: [
      { name: "key_path", form: "path", filled: true },
      { name: "window_steps", form: "u32", positive: true },
      { name: "next", form: "edge", filled: true, port: "next", label: "emit" },
      {
        name: other,
        form: "edge",
        optional: true,
        filled: true,
        port,
        label: port,
        fallback: "next",
      },
    ],
    checkOrder: ["key_path", "next", "window_steps", other],
  };
}

/** Runs a node with a window, which begins with each visit or with each that passed. */
export function runWindow(
  context: NodeContext,
  port: "suppressed" | "throttled",
  begins: "visit" | "pass",
): Outcome {
  const { node, frame } = context;
  const key = readKey(context, textField(node, "key_path"));
  const space = spaceOfNode(node.id);
  const last = frame.recall(space, key);
  const window = numberField(node, "window_steps") ?? 0;
  const held = typeof last === "number" && frame.step - last < window;
  const output = { key, [port]: held };
  const marks = begins === "visit" || !held;
  return {
    kind: "next",
    port: held ? port : "next",
    output,
    ...(marks ? { remember: { [space]: { [key]: frame.step } } } : {}),
    ...recordOf(output),
  };
}
