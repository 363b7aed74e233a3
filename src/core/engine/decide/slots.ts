/**
 * Who may start now: as far as places for parallel branches and the workspace allow.
 * Spec: runtime §10.7, §12.
 */
import type { NewEvent } from "#core/run/events.ts";
import type { ActivationState, BranchState, RunState } from "#core/run/state.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { workOf } from "../work-graph/work-of.ts";
import { startInFrame } from "./start-in-frame.ts";
import { startBranch } from "./starting.ts";

/** What starts, and what goes on with being performed. */
export interface Starts {
  readonly record: readonly NewEvent[];
  readonly perform: readonly string[];
}

const none: readonly NewEvent[] = [];

/** Starts pending branches, oldest first; one that changes the workspace at a time. */
export function startPending(work: WorkGraph, state: RunState, free: boolean): Starts {
  const { index } = state;
  const perform = index.idle.size === 0 ? [] : [...index.idle];
  if (!index.startable) return { record: none, perform };
  index.startable = false;
  const record: NewEvent[] = [];
  const room = createRoom(work, state, free);
  for (const branch of inOrder(state)) {
    if (!room.admits(branch)) continue;
    const activation = cutOff(state, branch);
    if (activation) perform.push(activation.id);
    else record.push(start(work, state, branch));
    room.take(branch);
    if (record.at(-1)?.data?.["memory"] !== undefined) {
      index.startable = true; // others start with what it has left
      break;
    }
  }
  return { record, perform };
}

/** Starts branches that go on from their meeting points; the first says which others do. */
export function startReleased(
  work: WorkGraph,
  state: RunState,
  { branches, free }: { readonly branches: readonly string[]; readonly free: boolean },
): Starts {
  const room = createRoom(work, state, free);
  for (const id of branches) {
    const branch = state.branches[id];
    if (!branch || !room.admits(branch)) continue;
    const others = branches.filter((other) => other !== id).map((other) => [other]);
    return { record: [startBranch(work, state, branch, others)], perform: [] };
  }
  return { record: [], perform: [] };
}

function start(work: WorkGraph, state: RunState, branch: BranchState): NewEvent {
  const own = workOf(work, state, branch.id);
  const start = own.graph.language === "iter" ? startBranch : startInFrame;
  return start(own, state, branch);
}

interface Room {
  admits(branch: BranchState): boolean;
  take(branch: BranchState): void;
}

function createRoom(work: WorkGraph, state: RunState, free: boolean): Room {
  const { index, limits } = state;
  let places = (limits.maxParallelBranches ?? Infinity) - index.working.size;
  let workspace = free && index.workspace === null;
  return {
    admits(branch) {
      if (needsPlace(state, branch) && places <= 0) return false;
      return workspace || !mutates(work, state, branch);
    },
    take(branch) {
      if (needsPlace(state, branch)) places--;
      if (mutates(work, state, branch)) workspace = false;
    },
  };
}

/**
 * Branches that were cut off in the middle come first, then those that have a place, then those that
 * wait for one in the order in which they were opened.
 */
function inOrder(state: RunState): BranchState[] {
  const pending: BranchState[] = [];
  for (const id of state.index.pending) {
    const branch = state.branches[id];
    if (branch) pending.push(branch);
  }
  if (pending.length < 2) return pending;
  const limited = state.limits.maxParallelBranches !== undefined;
  const rank = (branch: BranchState): number =>
    cutOff(state, branch) ? 0 : limited && needsPlace(state, branch) ? 2 : 1;
  const since = (branch: BranchState): number =>
    rank(branch) === 1 ? (branch.token?.since ?? branch.opened) : branch.opened;
  return pending.sort((a, b) => rank(a) - rank(b) || since(a) - since(b));
}

function needsPlace(state: RunState, branch: BranchState): boolean {
  return branch.id !== "" && !state.index.working.has(branch.id);
}

/** The activation that a branch was in the middle of. */
function cutOff(state: RunState, branch: BranchState): ActivationState | undefined {
  const activation = state.activations[branch.activation ?? ""];
  return activation?.status === "started" ? activation : undefined;
}

function mutates(work: WorkGraph, state: RunState, branch: BranchState): boolean {
  const activation = cutOff(state, branch);
  if (activation) return activation.mutating;
  const node = branch.token?.node ?? state.activations[branch.activation ?? ""]?.node ?? "";
  return workOf(work, state, branch.id).nodes.get(node)?.mutates === true;
}
