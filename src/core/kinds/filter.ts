/** Keeps the items of a list for which an expression holds. Spec: flow §11.14. */
import { jsonBytes } from "#core/graph/json-text.ts";
import type { Value } from "#core/graph/value.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext, NodeKind } from "./kind.ts";
import { textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { readItems } from "./scoped/items.ts";
import { recordOf } from "./scoped/record.ts";
import { checkScopeSize, createTest } from "./scoped/scope.ts";

/** Keeps the items of a list for which an expression holds. */
export const filter: NodeKind = defineScopedKind({
  name: "filter",
  summary: "Keeps the items of a list for which an expression holds.",
  icon: "🧹",
  flow: {
    type: "filter",
    fields: [
      { name: "items_path", form: "path", filled: true },
      { name: "expression", form: "expression", filled: true, sees: ["item", "item_index"] },
      { name: "next", form: "edge", filled: true, port: "next" },
    ],
  },
  run: runFilter,
});

/** `,"item":` and `,"item_index":` */
const keyBytes = 8 + 14;

function runFilter(context: NodeContext): Outcome {
  const { node, frame } = context;
  const expression = textField(node, "expression");
  const items = readItems(context, {
    noList: "FilterItemsNotArray",
    tooMany: { code: "FilterItemLimitExceeded", max: frame.settings.maxFilterItems },
  });
  const holds = createTest(context, expression, "InvalidFilterExpression");
  const scope: Record<string, Value> = { ...frame.scope() };
  const output = items.filter((item, index) => {
    checkScopeSize(context, keyBytes + jsonBytes(item) + String(index).length);
    scope["item"] = item;
    scope["item_index"] = index;
    return holds(scope);
  });
  const items_path = textField(node, "items_path");
  const recorded = recordOf({ items_path, expression, kept: output.length });
  return { kind: "next", port: "next", output, ...recorded };
}
