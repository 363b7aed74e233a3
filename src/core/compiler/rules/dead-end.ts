/** C101: from some node no path leads to `done` or `fail`. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { indexOf, isTerminal } from "../graph-index.ts";
import { endsOf } from "../numbered-ways.ts";
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
    for (const [number, name] of net.names.entries()) {
      const group = of[number] ?? 0;
      const leaves = endsOf(net.ways.forward, number).some((next) => of[next] !== group);
      if (leaves || isTerminal(name) || lowered.gaps.unreadable.has(name)) leadsOn.add(group);
    }
    for (const [node, { name }] of lowered.origins.nodes) {
      const group = of[net.numbers.get(node) ?? -1];
      if (group === undefined || leadsOn.has(group) || !isReached(node)) continue;
      leadsOn.add(group);
      report(diagnose("C101", name, { node }));
    }
  },
};
