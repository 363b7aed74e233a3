/** C001: an edge leads to or from something that is no node. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { indexOf } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** Each end that is no node, at that end. */
export const unknownEdgeEnd: Rule = {
  codes: ["C001"],
  needsWorkflow: true,
  check(lowered, report) {
    const { edges, links, isKnown } = indexOf(lowered);
    if (links.length === edges.length) return;
    const known = lowered.graph.nodes.map((node) => node.id);
    for (const { from, to, origin } of edges) {
      if (!isKnown(from)) report(diagnose("C001", origin.source, { name: from, known }));
      if (!isKnown(to)) report(diagnose("C001", origin.target, { name: to, known }));
    }
  },
};
