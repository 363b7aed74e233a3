/** Which branch is inside which: opened in it by a fork or a call, however deep. */
import type { BranchId, RunState } from "./state.ts";

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
