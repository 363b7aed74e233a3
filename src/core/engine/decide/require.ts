/** `require`: which nodes must have been completed by the branches that arrived. Spec: runtime §10.5. */
import type { Arrival, BranchState, RunState } from "#core/run/state.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";

/** The nodes that a join demands. */
export function requiredNames(work: WorkGraph, node: string): readonly string[] {
  const found = work.nodes.get(node);
  if (!found || !("require" in found) || !Array.isArray(found.require)) return [];
  return found.require.filter((name) => typeof name === "string");
}

/** The nodes that a join demands and no arriving branch completed. */
export function missingRequired(
  work: WorkGraph,
  state: RunState,
  node: string,
  arrivals: readonly Arrival[],
): string[] {
  return requiredNames(work, node).filter(
    (name) => !arrivals.some((arrival) => wasCompleted(work, state, { arrival, join: node, name })),
  );
}

/** The sentence that says so. */
export function describeMissing(node: string, missing: readonly string[]): string {
  const names = missing.map((name) => `\`${name}\``).join(", ");
  return `\`${node}\` requires ${names}, which no branch that arrived has completed`;
}

/**
 * In the arriving branch, or in one around it as far as the fork that meets here: a branch of an
 * inner fork arrives for the one that opened it.
 */
function wasCompleted(
  work: WorkGraph,
  state: RunState,
  asked: { readonly arrival: Arrival; readonly join: string; readonly name: string },
): boolean {
  const { arrival, join, name } = asked;
  let branch: BranchState | undefined = state.branches[arrival.branch];
  while (branch) {
    if ((branch.visitsOf[name]?.length ?? 0) > 0) return true;
    const fork = branch.fork === null ? undefined : state.forks[branch.fork];
    if (!fork || !work.meetings(fork.node, fork.chosen).isPoint(join)) return false;
    const parent: BranchState | undefined = state.branches[fork.parent];
    if (parent?.fork == null) return false;
    branch = parent;
  }
  return false;
}
