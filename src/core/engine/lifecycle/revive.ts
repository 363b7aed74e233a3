/** What lives again when a failed run is resumed. Spec: runtime §10.6 (5–6), §20.2. */
import { isWithin } from "#core/run/lineage.ts";
import type { BranchId, ForkState, RunState } from "#core/run/state.ts";

/**
 * The failed and cancelled branches of failed forks, with what was cancelled inside them; but none
 * inside a branch that goes back, where all is set aside.
 */
export function revivedBranches(state: RunState, goesBack?: BranchId): string[] {
  return Object.values(state.forks)
    .filter((fork) => fork.failed && !fork.closed)
    .filter((fork) => state.branches[fork.parent]?.status === "live")
    .filter((fork) => goesBack === undefined || !isWithin(state, fork.parent, goesBack))
    .flatMap((fork) => reviveFork(state, fork));
}

/** The first node that is started again. */
export function restartNode(state: RunState, revived: readonly string[]): string | undefined {
  for (const id of ["", ...revived]) {
    const activation = state.activations[state.branches[id]?.activation ?? ""];
    if (activation?.status === "failed") return activation.node;
  }
  return undefined;
}

function reviveFork(state: RunState, fork: ForkState): string[] {
  return fork.branches.flatMap((id) => {
    const branch = state.branches[id];
    const back = branch?.status === "cancelled" || (branch?.status === "failed" && fork.failed);
    if (!branch || !back) return [];
    const inner = branch.activation === null ? undefined : state.forks[branch.activation];
    return [id, ...(inner && !inner.closed ? reviveFork(state, inner) : [])];
  });
}
