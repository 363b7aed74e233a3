/** C101: from some node no path leads to `done` or `fail`. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { groupsOf, reachable } from "#core/graph/traverse.ts";
import { indexOf, isTerminal } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** Once for each group of nodes that lead to each other only, at the one declared first. */
export const deadEnd: Rule = {
  codes: ["C101"],
  needsWorkflow: true,
  check(lowered, report) {
    const { incomplete, entry, ways } = indexOf(lowered);
    if (incomplete || entry === null) return;
    const reached = [...reachable(ways, [entry])];
    const order = [...lowered.origins.nodes.keys()];
    for (const group of groupsOf(reached, ways)) {
      const members = new Set(group);
      const leadsOn = group.some(
        (node) => ways.get(node)?.some((next) => !members.has(next)) === true,
      );
      const ends = group.some((node) => isTerminal(node) || lowered.gaps.unreadable.has(node));
      if (leadsOn || ends) continue;
      const first = order.find((node) => members.has(node));
      const name = first === undefined ? undefined : lowered.origins.nodes.get(first)?.name;
      if (first !== undefined && name !== undefined)
        report(diagnose("C101", name, { node: first }));
    }
  },
};
