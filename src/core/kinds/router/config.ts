/** What a router says about itself. Spec: language §13. */
import type { GraphNode } from "#core/graph/graph.ts";

/** The fields of a router. */
export interface RouterConfig {
  readonly mode: "fan_out_all" | "condition" | "round_robin" | "llm";
  readonly multi: boolean;
}

export function readRouterConfig(node: GraphNode): RouterConfig {
  return node as GraphNode & RouterConfig;
}
