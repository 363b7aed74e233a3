/** C020, C021, C022: a router has too few edges for its mode, or edges that its mode has no use for. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { indexOf } from "../graph-index.ts";
import { routerMode } from "./ambiguous-condition.ts";
import type { Rule } from "./rule.ts";

/** At the router's name; a condition behind an `llm` router at the condition. */
export const routerEdges: Rule = {
  codes: ["C020", "C021", "C022"],
  needsWorkflow: true,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const [node, { name }] of lowered.origins.nodes) {
      const mode = routerMode(lowered, node);
      if (mode === null) continue;
      const links = index.outgoing(node);
      const few = !lowered.gaps.lostWorkflowLine;
      if (
        mode === "round_robin" &&
        few &&
        links.filter((link) => link.edge.when === null).length < 2
      ) {
        report(diagnose("C020", name, { node }));
      }
      if (mode !== "llm") continue;
      if (few && links.length < 2) report(diagnose("C021", name, { node }));
      for (const { origin } of links) {
        if (origin.when === null) continue;
        const { start, end } = origin.when.clause;
        report(
          diagnose("C022", origin.when.clause, {
            node,
            clause: lowered.file.text.slice(start, end),
          }),
        );
      }
    }
  },
};
