/** C001: an edge leads to or from something that is no node. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { isNode, isTerminal } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** Each end that is no node, at that end. */
export const unknownEdgeEnd: Rule = {
  codes: ["C001"],
  needsWorkflow: true,
  check(lowered, report) {
    const { graph, origins } = lowered;
    const known = graph.nodes.map((node) => node.id);
    for (const [index, edge] of graph.edges.entries()) {
      const origin = origins.edges[index];
      if (origin === undefined || isTerminal(edge.from)) continue;
      if (!isNode(lowered, edge.from))
        report(diagnose("C001", origin.source, { name: edge.from, known }));
      if (!isNode(lowered, edge.to))
        report(diagnose("C001", origin.target, { name: edge.to, known }));
    }
  },
};
