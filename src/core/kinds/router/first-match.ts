/** A router that goes the first way whose expression holds. Spec: flow §11.5. */
import { isFields, isList } from "#core/graph/value.ts";
import type { NodeContext, NodeKind } from "#core/kinds/kind.ts";
import { valueField } from "#core/kinds/scoped/config.ts";
import { defineScopedKind } from "#core/kinds/scoped/define.ts";
import { recordOf } from "#core/kinds/scoped/record.ts";
import { checkScopeSize, createTest } from "#core/kinds/scoped/scope.ts";
import type { Outcome } from "#core/run/outcome.ts";

/** Goes the first way whose expression holds. */
export const firstMatch: NodeKind = defineScopedKind({
  name: "router",
  summary: "Goes the first way whose expression holds.",
  icon: "🔀",
  flow: {
    type: "router",
    fixed: { mode: "first_match" },
    fields: [
      { name: "routes", form: "routes", filled: true },
      { name: "default", form: "edge", filled: true, port: "default", label: "default" },
    ],
  },
  run: goFirstMatch,
});

function goFirstMatch(context: NodeContext): Outcome {
  checkScopeSize(context);
  const scope = context.frame.scope();
  const routes = readRoutes(context);
  const at = routes.findIndex((when) =>
    createTest(context, when, "InvalidRouterExpression")(scope),
  );
  const port = at === -1 ? "default" : `route${at + 1}`;
  const selected = context.edges.find(({ edge }) => edge.port === port)?.edge.to ?? "";
  return { kind: "next", port, output: { selected }, ...recordOf({ selected }) };
}

function readRoutes({ node }: NodeContext): string[] {
  const routes = valueField(node, "routes");
  if (!isList(routes)) return [];
  return routes.map((route) => {
    const when = isFields(route) ? route["when"] : undefined;
    return typeof when === "string" ? when : "";
  });
}
