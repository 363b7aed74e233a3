/** C117: an edge leaves `done` or `fail`. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { isTerminal } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** At the source of the edge, which is then ignored. */
export const edgeOutOfTerminal: Rule = {
  codes: ["C117"],
  needsWorkflow: true,
  check({ graph, origins }, report) {
    for (let index = 0; index < graph.edges.length; index += 1) {
      const [edge, origin] = [graph.edges[index], origins.edges[index]];
      if (edge === undefined || origin === undefined || !isTerminal(edge.from)) continue;
      report(diagnose("C117", origin.source, { terminal: edge.from, target: edge.to }));
    }
  },
};
