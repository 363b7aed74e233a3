/** Looks whether an event is the one that is wanted. Spec: flow §11.6. */
import type { NodeKind } from "./kind.ts";
import { textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { failScoped } from "./scoped/failure.ts";
import { recordOf } from "./scoped/record.ts";
import { lookUp } from "./scoped/scope.ts";

/** Looks whether an event is the one that is wanted. */
export const eventTrigger: NodeKind = defineScopedKind({
  name: "event_trigger",
  summary: "Looks whether an event is the one that is wanted.",
  icon: "📨",
  flow: {
    type: "event_trigger",
    fields: [
      { name: "event", form: "text", filled: true },
      { name: "event_path", form: "path", filled: true },
      { name: "next", form: "edge", filled: true, port: "match", label: "match" },
      {
        name: "on_mismatch",
        form: "edge",
        optional: true,
        filled: true,
        port: "mismatch",
        label: "mismatch",
        fallback: "next",
      },
    ],
  },
  run(context) {
    const event = textField(context.node, "event");
    const path = textField(context.node, "event_path");
    const actual = lookUp(context, path);
    if (typeof actual !== "string") {
      const why = `needs a text at \`${path}\``;
      throw failScoped("InvalidEventValue", { node: context.node.id, fields: { path }, why });
    }
    const matched = actual === event;
    const output = { event, matched, actual };
    const recorded = recordOf({ event, matched });
    return { kind: "next", port: matched ? "match" : "mismatch", output, ...recorded };
  },
});
