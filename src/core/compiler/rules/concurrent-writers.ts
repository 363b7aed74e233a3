/** C115: several branches of a router change the workspace. Spec: language §11.3. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Lowered } from "#core/languages/language.ts";
import { indexOf } from "../graph-index.ts";
import { listLabels } from "../label-sets.ts";
import { forksOf, leadingTo, regionsOf } from "../regions.ts";
import type { Effort, Fork } from "../regions.ts";
import type { Rule } from "./rule.ts";

/** Far more than any workflow needs of which a person could say what it does. */
const mostEffort = 200_000;

interface Writers {
  readonly writers: ReadonlySet<number>;
  /** 1 for each node from which a branch can come to one of them. */
  readonly leading: Uint8Array;
  readonly effort: Effort;
}

/** At the router's name. */
export const concurrentWriters: Rule = {
  codes: ["C115"],
  needsWorkflow: true,
  check(lowered, report) {
    const { nodes, net } = indexOf(lowered);
    const writers = new Set<number>();
    for (const [number, name] of net.names.entries())
      if (nodes.get(name)?.mutates === true) writers.add(number);
    if (writers.size === 0) return;
    const found = { writers, leading: leadingTo(lowered, writers), effort: { left: mostEffort } };
    for (const fork of forksOf(lowered)) {
      const name = lowered.origins.nodes.get(fork.name)?.name;
      const [first, second] = findWriters(lowered, fork, found);
      if (name === undefined || first === undefined || second === undefined) continue;
      report(diagnose("C115", name, { fork: fork.name, first, second }));
    }
  },
};

/** Nodes that change the workspace, of two branches, if there are two and they don't always follow. */
function findWriters(
  lowered: Lowered,
  fork: Fork,
  { writers, leading, effort }: Writers,
): readonly string[] {
  const { names, numbers } = indexOf(lowered).net;
  const busy = fork.branches.filter(({ to }) => leading[numbers.get(to) ?? -1] === 1);
  if (busy.length < 2) return [];
  const byBranch = new Map<number, string>();
  regionsOf(lowered, fork, {
    within: (vertex) => leading[vertex] === 1,
    effort,
    until: (vertex, { branchesTo }) => {
      const branches = writers.has(vertex) ? branchesTo(vertex) : null;
      for (const branch of branches === null ? [] : listLabels(branches))
        if (!byBranch.has(branch)) byBranch.set(branch, names[vertex] ?? "");
      return byBranch.size > 1;
    },
  });
  if (byBranch.size < 2) return [];
  return [...byBranch].toSorted(([a], [b]) => a - b).map(([, name]) => name);
}
