/** Calls a function of the host once an item, some at a time. Spec: flow §11.15. */
import type { Fields } from "#core/graph/value.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext, NodeKind } from "./kind.ts";
import { callFunction, checkFunctions, copyScope, succeed } from "./scoped/attempts.ts";
import { numberField, textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { readItems } from "./scoped/items.ts";
import { runPool } from "./scoped/pool.ts";
import { recordOf } from "./scoped/record.ts";

/** Calls a function of the host once an item. */
export const map: NodeKind = defineScopedKind({
  name: "map",
  summary: "Calls a function of the host once an item.",
  icon: "🗺",
  flow: {
    type: "map",
    fields: [
      { name: "tool", form: "function", filled: true },
      { name: "items_path", form: "path", filled: true },
      { name: "next", form: "edge", filled: true, port: "next" },
      { name: "max_in_flight", form: "uint", as: "inFlight", optional: true, positive: true },
    ],
  },
  run: runMap,
});

async function runMap(context: NodeContext): Promise<Outcome> {
  checkFunctions(context);
  const { node, frame } = context;
  const { settings } = frame;
  const name = textField(node, "tool");
  const items = readItems(context, {
    noList: "MapItemsNotArray",
    tooMany: { code: "MapItemLimitExceeded", max: settings.maxMapItems },
  });
  const scope = copyScope(frame.scope());
  const wanted = numberField(node, "inFlight") ?? settings.maxInFlight;
  // Those that change the workspace do so one after the other.
  const bound = node.mutates === true ? 1 : wanted;
  const output = await runPool(items.length, bound, (index) => {
    const item = items[index] ?? null;
    const seen = (): Fields => ({ ...scope(), map_item: item, map_index: index });
    const work = callFunction(context, { name, input: item, scope: seen });
    return succeed(context, { name: `item:${index}`, work, policy: settings.tool }, "Tool");
  });
  const recorded = recordOf({ item_count: items.length }, { output: "output" });
  return { kind: "next", port: "next", output, ...recorded };
}
