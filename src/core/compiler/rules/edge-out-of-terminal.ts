/** C117: an edge leaves `done` or `fail`. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { isTerminal } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** At the source of the edge, which is then ignored. */
export const edgeOutOfTerminal: Rule = {
  codes: ["C117"],
  needsWorkflow: true,
  check({ graph, origins }, report) {
    for (const [index, edge] of graph.edges.entries()) {
      const origin = origins.edges[index];
      if (origin !== undefined && isTerminal(edge.from)) {
        report(diagnose("C117", origin.source, { terminal: edge.from, target: edge.to }));
      }
    }
  },
};
