/** Takes a list from the scope. Spec: flow §11.13. */
import type { NodeKind } from "./kind.ts";
import { textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { readItems } from "./scoped/items.ts";
import { recordOf } from "./scoped/record.ts";

/** Takes a list from the scope. */
export const batch: NodeKind = defineScopedKind({
  name: "batch",
  summary: "Takes a list from the scope.",
  icon: "📦",
  flow: {
    type: "batch",
    fields: [
      { name: "items_path", form: "path", filled: true },
      { name: "next", form: "edge", filled: true, port: "next" },
    ],
  },
  run(context) {
    const items = readItems(context, { noList: "BatchItemsNotArray" });
    const items_path = textField(context.node, "items_path");
    const recorded = recordOf({ items_path, item_count: items.length });
    return { kind: "next", port: "next", output: items, ...recorded };
  },
});
