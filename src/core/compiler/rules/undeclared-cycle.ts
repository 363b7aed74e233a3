/** C019: a cycle that no loop bounds. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { closingEdges } from "#core/graph/traverse.ts";
import { indexOf } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** At the edge that closes the cycle: the search begins at the entry and follows the order of the file. */
export const undeclaredCycle: Rule = {
  codes: ["C019"],
  needsWorkflow: true,
  check(lowered, report) {
    const { links, nodes, entry } = indexOf(lowered);
    const order = [...(entry === null ? [] : [entry]), ...nodes.keys(), ...lowered.gaps.unreadable];
    const unbounded = links.filter((link) => link.edge.loop === null);
    for (const { from, to, origin } of closingEdges(order, unbounded)) {
      const way = unbounded.find((link) => link.from === to);
      const related =
        way === undefined
          ? []
          : [{ message: `leads back to \`${to}\`, which leads on here`, span: way.origin.span }];
      report(diagnose("C019", origin.span, { from, to }, { related }));
    }
  },
};
