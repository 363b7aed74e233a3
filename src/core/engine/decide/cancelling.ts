/** Cancels branches with all that goes on inside them: forks that they opened, graphs that they called. */
import type { NewEvent } from "#core/run/events.ts";
import type { CallState } from "#core/run/frame-state.ts";
import type { BranchState, ForkState, RunState } from "#core/run/state.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { workOf } from "../work-graph/work-of.ts";
import { createEvent, placeIn } from "./place.ts";

/** Cancels the live branches of a fork with everything inside them, inner ones first. */
export function cancelBranches(
  work: WorkGraph,
  state: RunState,
  fork: ForkState,
  options: { readonly andParked: boolean },
): NewEvent[] {
  return cancelAll(work, state, fork.branches, options);
}

/** Cancels what a call has begun and not ended. */
export function cancelCall(work: WorkGraph, state: RunState, call: CallState): NewEvent[] {
  return cancelAll(work, state, call.branches, { andParked: true });
}

/** Cancels what still lives in forks and calls that a resume went back behind. */
export function cancelSetAside(work: WorkGraph, state: RunState): NewEvent[] {
  const { setAside } = state.index;
  const ids = [...setAside].flatMap((id) => (state.forks[id] ?? state.calls[id])?.branches ?? []);
  setAside.clear();
  return cancelAll(work, state, ids, { andParked: true });
}

/** Cancels one branch, of which nothing inside goes on. */
export function cancelBranch(work: WorkGraph, branch: BranchState): NewEvent {
  return createEvent("branch_finished", placeIn(work, branch, standsAt(branch)), {
    status: "cancelled",
  });
}

function cancelAll(
  work: WorkGraph,
  state: RunState,
  ids: readonly string[],
  { andParked }: { readonly andParked: boolean },
): NewEvent[] {
  return ids.flatMap((id) => {
    const branch = state.branches[id];
    if (branch?.status !== "live") return [];
    if (!andParked && branch.token?.parked === true) return [];
    return [...cancelInside(work, state, branch), cancelBranch(workOf(work, state, id), branch)];
  });
}

function cancelInside(work: WorkGraph, state: RunState, { activation }: BranchState): NewEvent[] {
  const fork = state.forks[activation ?? ""];
  const call = state.calls[activation ?? ""];
  return [
    ...(fork && !fork.closed ? cancelBranches(work, state, fork, { andParked: true }) : []),
    ...(call ? cancelCall(work, state, call) : []),
  ];
}

/** The node in front of which a branch stands, or in which it is. */
function standsAt(branch: BranchState): string {
  if (branch.token) return branch.token.node;
  const activation = branch.activation ?? "";
  const name = activation.slice(activation.lastIndexOf("/") + 1);
  return name === "" ? branch.first : name.slice(0, name.lastIndexOf("#"));
}
