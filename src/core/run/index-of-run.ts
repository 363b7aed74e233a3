/**
 * What there is to do in a run, kept beside its state so that nobody has to search for it.
 *
 * Nothing in it is a fact: it follows from the state and from what this process is doing, and
 * `rebuildIndex` makes it anew where a process takes over.
 */
import { isOpenGate } from "./state.ts";
import type { ActivationId, ActivationState, BranchId, BranchState, RunState } from "./state.ts";

/** The lists of things to do; sets keep the order in which things came. */
export interface RunIndex {
  /** Branches with something to start or to go on with: a token, a failed or a cut-off activation. */
  readonly pending: Set<BranchId>;
  /** Activations that are started, have slot and workspace, and are not being performed yet. */
  readonly idle: Set<ActivationId>;
  /** Finished activations that have not been routed. */
  readonly unrouted: Set<ActivationId>;
  /** Activations that failed for good and whose branch has not failed yet. */
  readonly failed: Set<ActivationId>;
  /** Open forks in which something changed. */
  readonly forks: Set<ActivationId>;
  /** Calls in which something changed. */
  readonly calls: Set<ActivationId>;
  /** Forks and calls that a resume went back behind, in which something may still live. */
  readonly setAside: Set<ActivationId>;
  /** Open questions. */
  readonly gates: Set<string>;
  /** Live branches but the main one. */
  readonly live: Set<BranchId>;
  /** Branches that have one of the places of `max_parallel_branches`. */
  readonly working: Set<BranchId>;
  /** Who has the workspace. */
  workspace: ActivationId | null;
  /** Something happened by which a pending branch might start. */
  startable: boolean;
}

/** An index of nothing. */
export function createIndex(): RunIndex {
  return {
    pending: new Set(),
    idle: new Set(),
    unrouted: new Set(),
    failed: new Set(),
    forks: new Set(),
    calls: new Set(),
    setAside: new Set(),
    gates: new Set(),
    live: new Set(),
    working: new Set(),
    workspace: null,
    startable: false,
  };
}

/** Makes the index anew for a process that takes over: nothing works, everything unfinished is pending. */
export function rebuildIndex(state: RunState): void {
  const { index } = state;
  for (const list of Object.values(index)) if (list instanceof Set) list.clear();
  index.workspace = null;
  index.startable = true;
  for (const branch of Object.values(state.branches)) {
    if (branch.status === "live") indexBranch(index, branch, state);
  }
  for (const fork of Object.values(state.forks)) {
    if (!fork.closed) index.forks.add(fork.id);
    else if (fork.setAside === true) index.setAside.add(fork.id);
  }
  for (const call of Object.values(state.calls)) {
    const caller = state.activations[call.id];
    if (caller?.status === "started") index[caller.setAside ? "setAside" : "calls"].add(call.id);
  }
  for (const interaction of Object.values(state.interactions)) {
    if (isOpenGate(interaction)) index.gates.add(interaction.id);
  }
}

/** Marks a branch as having something to do. */
export function addPending(index: RunIndex, branch: BranchId): void {
  index.pending.add(branch);
  index.startable = true;
}

/** A branch gives back its place, and its activation the workspace. */
export function releaseBranch(index: RunIndex, branch: BranchState): void {
  if (index.working.delete(branch.id)) index.startable = true;
  if (branch.activation !== null) releaseWorkspace(index, branch.activation);
}

/** An activation gives back the workspace. */
export function releaseWorkspace(index: RunIndex, activation: ActivationId): void {
  if (index.workspace !== activation) return;
  index.workspace = null;
  index.startable = true;
}

/** An activation begins to be performed: it takes its place, and the workspace if it needs it. */
export function claimActivation(index: RunIndex, activation: ActivationState): void {
  index.idle.delete(activation.id);
  index.pending.delete(activation.branch);
  if (activation.branch !== "") index.working.add(activation.branch);
  if (activation.mutating) index.workspace = activation.id;
}

function indexBranch(index: RunIndex, branch: BranchState, state: RunState): void {
  if (branch.id !== "") index.live.add(branch.id);
  const activation = branch.activation === null ? undefined : state.activations[branch.activation];
  if (activation?.status === "failed" && !activation.restart) {
    index.failed.add(activation.id);
  } else if (branch.token !== null) {
    if (!branch.token.parked) index.pending.add(branch.id);
  } else if (activation?.status === "started" || activation?.restart === true) {
    index.pending.add(branch.id);
  } else if (activation?.status === "finished" && !activation.routed) {
    index.unrouted.add(activation.id);
  }
}
