/** Lists that nodes find in their scope. */
import { isList } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { FlowErrorCode } from "#core/run/failure.ts";
import { textField } from "./config.ts";
import { failScoped } from "./failure.ts";
import { hintAt } from "./missing.ts";
import { lookUp } from "./scope.ts";

/** How a list is refused. */
export interface ItemRules {
  readonly noList: FlowErrorCode;
  readonly tooMany?: { readonly code: FlowErrorCode; readonly max: number };
}

/** The list at a node's `items_path`. */
export function readItems(context: NodeContext, { noList, tooMany }: ItemRules): readonly Value[] {
  const node = context.node.id;
  const path = textField(context.node, "items_path");
  const items = lookUp(context, path);
  if (!isList(items)) {
    const fields = { items_path: path };
    const hint = hintAt(context, path) ?? "a list is written in brackets: `[1, 2]`";
    throw failScoped(noList, { node, fields, why: `needs a list at \`${path}\``, hint });
  }
  if (tooMany !== undefined && items.length > tooMany.max) {
    throw failScoped(tooMany.code, {
      node,
      fields: { actual_items: items.length, max_items: tooMany.max },
      why: `found ${items.length} items, and ${tooMany.max} are allowed`,
      hint: "raise the limit, or hand it less at a time",
    });
  }
  return items;
}
