/** What becomes of a branch that failed, of its siblings, and of the run. Spec: runtime §10.6, §14. */
import type { Fields } from "#core/graph/value.ts";
import type { NewEvent } from "#core/run/events.ts";
import type { Failure } from "#core/run/failure.ts";
import type {
  ActivationState,
  BranchState,
  FailedBranch,
  ForkState,
  RunFault,
  RunState,
} from "#core/run/state.ts";
import { toleratesFailures } from "../work-graph/work-graph.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { workOf } from "../work-graph/work-of.ts";
import { cancelBranch, cancelBranches } from "./cancelling.ts";
import type { Group } from "./gathering.ts";
import { createEvent, payload, placeIn } from "./place.ts";

/** Why a branch fails, and where. */
export interface BranchFault extends Omit<Failure, "data" | "retryable" | "usage"> {
  readonly node: string;
  readonly activation?: string;
  /** The inner fork whose failure it is. */
  readonly fork?: string;
  readonly retryAt?: string | null;
  readonly details?: Fields | null;
}

/** Ends a branch as failed; the main branch ends the run. */
export function failBranch(
  work: WorkGraph,
  state: RunState,
  branch: BranchState,
  fault: BranchFault,
): NewEvent[] {
  const place = placeIn(work, branch, fault.node, fault.activation);
  const said = describeFault(fault);
  if (branch.id === "") {
    const final = fault.code === "WORKFLOW_FAILED";
    return [
      ...(final ? closeRun(work, state) : []),
      createEvent("run_failed", place, { ...said, resumable: !final }),
    ];
  }
  const tolerated = nearestMeetings(work, state, branch, fault).some((node) =>
    toleratesFailures(work, node),
  );
  return [
    createEvent("branch_finished", place, {
      status: "failed",
      node: fault.node,
      ...said,
      tolerated,
    }),
  ];
}

/** An activation that failed for good takes its branch with it. */
export function failActivation(
  work: WorkGraph,
  state: RunState,
  activation: ActivationState,
): NewEvent[] {
  const branch = state.branches[activation.branch];
  const fault = activation.failure;
  if (!branch || !fault) return [];
  return failBranch(work, state, branch, {
    ...toFault(fault),
    node: activation.node,
    activation: activation.id,
  });
}

/** A fork with a failed branch that nothing tolerates: the others are cancelled, its opener fails. */
export function failFork(work: WorkGraph, state: RunState, fork: ForkState): NewEvent[] {
  const parent = state.branches[fork.parent];
  const first = brokenBranches(state, fork)[0];
  if (!parent || !first?.failure) return [];
  const cancelled = cancelBranches(work, state, fork, { andParked: false });
  if (cancelled.length > 0) return cancelled;
  const cause = toFault(first.failure);
  const node = parent.id === "" ? cause.node : fork.node;
  return failBranch(work, state, parent, { ...cause, node, fork: fork.id });
}

/** A fork that cannot meet as its meeting point demands. */
export function failMeeting(
  work: WorkGraph,
  state: RunState,
  fork: ForkState,
  failure: { readonly node: string; readonly message: string; readonly hint: string },
): NewEvent[] {
  const parent = state.branches[fork.parent];
  if (!parent) return [];
  const cancelled = cancelBranches(work, state, fork, { andParked: false });
  if (cancelled.length > 0) return cancelled;
  return failBranch(work, state, parent, {
    code: "JOIN_FAILED",
    ...failure,
    fork: fork.id,
  });
}

/** Closes whatever branches are left when the run is over for good. */
export function closeRun(work: WorkGraph, state: RunState): NewEvent[] {
  return [...state.index.live].reverse().flatMap((id) => {
    const branch = state.branches[id];
    return branch ? [settle(workOf(work, state, id), branch)] : [];
  });
}

/**
 * The failed branches that a node at which branches meet is told of, in source order: those of the
 * fork that failed on their way there, and what those that came have brought from inner forks.
 */
export function failedFor(
  work: WorkGraph,
  state: RunState,
  fork: ForkState,
  { node, branches }: Group,
): FailedBranch[] {
  const brought = new Map(branches.map(({ id, token }) => [id, token?.brought ?? []]));
  return fork.branches.flatMap((id): readonly FailedBranch[] => {
    const branch = state.branches[id];
    if (!branch?.failure) return brought.get(id) ?? [];
    const fault = toFault(branch.failure);
    if (!nearestMeetings(work, state, branch, fault).includes(node)) return [];
    return [{ branch_id: id, node: fault.node, code: fault.code, error: fault.message }];
  });
}

/** What an event says of a failure. */
export function describeFault(fault: Omit<BranchFault, "node">): Fields {
  return payload({
    error: fault.message,
    code: fault.code,
    hint: fault.hint === "" ? undefined : fault.hint,
    errors:
      fault.errors === undefined || fault.errors.length === 0
        ? undefined
        : fault.errors.map(({ field, message }) => ({ field, message })),
    retry_at: fault.retryAt ?? undefined,
    loops: fault.loops === undefined || fault.loops.length === 0 ? undefined : fault.loops,
    fork: fault.fork,
    details: fault.details ?? undefined,
  });
}

function nearestMeetings(
  work: WorkGraph,
  state: RunState,
  branch: BranchState,
  fault: BranchFault,
): readonly string[] {
  const fork = branch.fork === null ? undefined : state.forks[branch.fork];
  if (!fork) return [];
  return work.meetings(fork.node, fork.chosen).nearest(whereItFailed(work, state, branch, fault));
}

/** For an inner fork its router; for `fail` the node whose edge led there. */
function whereItFailed(
  work: WorkGraph,
  state: RunState,
  branch: BranchState,
  fault: BranchFault,
): string {
  const inner = fault.fork === undefined ? undefined : state.forks[fault.fork];
  if (inner) return inner.node;
  if (work.nodes.get(fault.node)?.kind !== "fail" || branch.activation === null) return fault.node;
  const arrival = state.activations[branch.activation]?.arrivals[0];
  return work.edges[arrival?.edge ?? -1]?.edge.from ?? fault.node;
}

/** Failed branches of a fork that nothing tolerates, the first to fail first. */
function brokenBranches(state: RunState, fork: ForkState): BranchState[] {
  return fork.branches
    .flatMap((id) => state.branches[id] ?? [])
    .filter((branch) => branch.status === "failed" && !branch.tolerated)
    .sort((a, b) => a.settled - b.settled);
}

function settle(work: WorkGraph, branch: BranchState): NewEvent {
  if (branch.token?.parked !== true) return cancelBranch(work, branch);
  const { node } = branch.token;
  return createEvent("branch_finished", placeIn(work, branch, node), { status: "arrived", node });
}

function toFault(fault: RunFault): BranchFault {
  return {
    code: fault.code,
    message: fault.message,
    hint: fault.hint ?? "",
    errors: fault.errors,
    node: fault.node ?? "",
    retryAt: fault.retryAt,
    loops: fault.loops,
    details: fault.details,
    ...(fault.fork === null ? {} : { fork: fault.fork }),
  };
}
