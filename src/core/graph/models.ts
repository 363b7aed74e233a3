/** The models that a graph calls itself, without a delegate. */
import type { Graph } from "./graph.ts";

/** A model and the first node that calls it. */
export interface UsedModel {
  readonly model: string;
  readonly node: string;
}

/** Every model once, in the order of the nodes; those of delegates are their programs' matter. */
export function listModels(graph: Graph): UsedModel[] {
  const used = new Map<string, UsedModel>();
  for (const node of graph.nodes) {
    const fields = new Map<string, unknown>(Object.entries(node));
    const own = typeof fields.get("delegate") === "string" ? undefined : fields.get("model");
    for (const model of [own, fields.get("interactionModel")]) {
      if (typeof model === "string" && !used.has(model)) used.set(model, { model, node: node.id });
    }
  }
  return [...used.values()];
}
