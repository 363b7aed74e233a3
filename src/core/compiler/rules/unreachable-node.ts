/** C016: no path leads from the entry to a node. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { listsNode } from "#core/graph/listed-nodes.ts";
import { indexOf } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** At the node's name. */
export const unreachableNode: Rule = {
  codes: ["C016"],
  needsWorkflow: true,
  check(lowered, report) {
    const { nodes } = lowered.graph;
    const { incomplete, entry, isReached } = indexOf(lowered);
    if (incomplete || entry === null || lowered.origins.workflows > 1) return;
    const tools = new Set(nodes.flatMap(({ id, kind }) => (kind === "tool" ? [id] : [])));
    const isToolOfModel = (id: string): boolean => tools.has(id) && listsNode(lowered.graph, id);
    for (const [node, { name }] of lowered.origins.nodes) {
      if (isReached(node) || isToolOfModel(node)) continue;
      report(diagnose("C016", name, { node, entry }));
    }
  },
};
