/** C101: from some node no path leads to `done` or `fail`. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { indexOf } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** Once for each group of nodes that lead to each other only, at the one declared first. */
export const deadEnd: Rule = {
  codes: ["C101"],
  needsWorkflow: true,
  check(lowered, report) {
    const { incomplete, net, isReached } = indexOf(lowered);
    if (incomplete) return;
    const { of } = net.groups();
    const leadsOn = new Set<number>();
    for (const { from, to } of net.arrows) if (of[from] !== of[to]) leadsOn.add(of[from] ?? 0);
    for (const end of ["done", "fail", ...lowered.gaps.unreadable])
      leadsOn.add(of[net.numbers.get(end) ?? -1] ?? -1);
    for (const [node, { name }] of lowered.origins.nodes) {
      const group = of[net.numbers.get(node) ?? -1];
      if (group === undefined || leadsOn.has(group) || !isReached(node)) continue;
      leadsOn.add(group);
      report(diagnose("C101", name, { node }));
    }
  },
};
