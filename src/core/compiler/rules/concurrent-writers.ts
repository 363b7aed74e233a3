/** C115: several branches of a router change the workspace. Spec: language §11.3. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Lowered } from "#core/languages/language.ts";
import { indexOf } from "../graph-index.ts";
import { listLabels } from "../label-sets.ts";
import type { LabelSet } from "../label-sets.ts";
import { forksOf, leadingTo, regionsOf } from "../regions.ts";
import type { Fork } from "../regions.ts";
import type { Rule } from "./rule.ts";

/** At the router's name. */
export const concurrentWriters: Rule = {
  codes: ["C115"],
  needsWorkflow: true,
  check(lowered, report) {
    if (forksOf(lowered).length === 0) return;
    const { nodes, net } = indexOf(lowered);
    const writers = new Set<number>();
    for (const { id, mutates } of nodes.values())
      if (mutates === true) writers.add(net.numbers.get(id) ?? -1);
    if (writers.size === 0) return;
    const leading = leadingTo(lowered, writers);
    for (const fork of forksOf(lowered)) {
      const name = lowered.origins.nodes.get(fork.name)?.name;
      const [first, second] = findWriters(lowered, fork, writers, leading);
      if (name === undefined || first === undefined || second === undefined) continue;
      report(diagnose("C115", name, { fork: fork.name, first, second }));
    }
  },
};

/** Nodes that change the workspace, of two branches, if there are two and they don't always follow. */
function findWriters(
  lowered: Lowered,
  fork: Fork,
  writers: ReadonlySet<number>,
  leading: Uint8Array,
): string[] {
  const { names, numbers } = indexOf(lowered).net;
  const busy = fork.branches.filter(({ to }) => leading[numbers.get(to) ?? -1] === 1);
  if (busy.length < 2) return [];
  const byBranch = new Map<number, number>();
  const note = (vertex: number, branches: LabelSet | null): boolean => {
    if (branches === null || !writers.has(vertex)) return false;
    for (const branch of listLabels(branches)) {
      const known = byBranch.get(branch) ?? Infinity;
      byBranch.set(branch, Math.min(known, vertex));
    }
    return byBranch.size > 1;
  };
  const within = (vertex: number): boolean => leading[vertex] === 1;
  // If one branch leads to no such node, none of them is common to all and the first two will do.
  const idle = busy.length < fork.branches.length;
  const regions = regionsOf(lowered, fork, idle ? { within, until: note } : { within });
  for (const vertex of idle ? [] : regions.nodes)
    if (writers.has(vertex)) note(vertex, regions.branchesTo(vertex));
  const found = [...byBranch].toSorted(([a], [b]) => a - b).slice(0, 2);
  return found.length < 2 ? [] : found.map(([, vertex]) => names[vertex] ?? "");
}
