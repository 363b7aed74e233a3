/** Which branch is inside which: opened in it by a fork or a call, however deep. */
import type { BranchId, RunState } from "./state.ts";

/** True for a branch in which nodes of the run's own graph run, and none of a graph that it calls. */
export function isOfOwnGraph({ branches }: Pick<RunState, "branches">, branch: BranchId): boolean {
  return (branches[branch]?.frame ?? "") === "";
}

/** True for the branch itself and all that is inside it. */
export function isWithin(
  { branches }: Pick<RunState, "branches">,
  branch: BranchId,
  outer: BranchId,
): boolean {
  for (let at: BranchId | null = branch; at !== null; at = branches[at]?.parent ?? null) {
    if (at === outer) return true;
  }
  return false;
}
