/** What becomes of the branches that an activation has run for it. Spec: flow §9.2. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import { createDictionary } from "#core/run/dictionary.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { CallTarget } from "#core/run/frame.ts";
import { addPending, releaseBranch } from "#core/run/index-of-run.ts";
import type { CallState } from "#core/run/frame-state.ts";
import type { BranchState, ForkState, RunState } from "#core/run/state.ts";
import type { Draft } from "./draft.ts";
import { draftBranch, draftFork, numberOf, readDraft, textOf } from "./draft.ts";
import { createFrame } from "./frame-facts.ts";

export function callStarted(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const id = event.activation_id ?? "";
  const branch = draftBranch(state, event.branch_id ?? "");
  if (!branch || state.calls[id]) return;
  state.calls[id] = {
    id,
    branch: branch.id,
    targets: isList(data["targets"]) ? data["targets"].flatMap(readTarget) : [],
    bound: numberOf(data["bound"]) ?? 1,
    branches: [],
    busy: 0,
    failed: null,
  };
  state.index.calls.add(id);
  releaseBranch(state.index, branch);
}

/** A branch that runs one target of a call. */
export function calledBranchStarted(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const id = event.branch_id ?? "";
  const call = draftCall(state, event.activation_id ?? "");
  const parent = call && state.branches[call.branch];
  const target = call?.targets[call.branches.length];
  if (!call || !parent || !target || state.branches[id]) return;
  const outer = state.frames[parent.frame ?? ""];
  if ("graph" in target) {
    const { graph, input, vars = null } = target;
    const depth = (outer?.depth ?? 0) + 1;
    state.frames[id] = createFrame({ id, graph, depth, input, vars, step: 0 });
  }
  const node = textOf(data["to"]) ?? "";
  state.branches[id] = {
    id,
    parent: parent.id,
    fork: null,
    first: node,
    opened: event.seq,
    status: "live",
    settled: -1,
    tolerated: false,
    failure: null,
    token: {
      node,
      arrivals: [{ edge: null, branch: id, activation: null, seen: 0 }],
      failed: null,
      parked: false,
      since: event.seq,
    },
    activation: null,
    visits: [],
    inherited: parent.visits.length,
    visitsOf: createDictionary(),
    publicationsOf: createDictionary(),
    loops: createDictionary(),
    counts: createDictionary(),
    session: null,
    frame: "graph" in target ? id : parent.frame,
    call: call.id,
  };
  call.branches.push(id);
  call.busy += 1;
  state.index.live.add(id);
  addPending(state.index, id);
}

/** A branch of a call is over. */
export function callSettled(state: Draft<RunState>, branch: BranchState): void {
  const call = draftCall(state, branch.call ?? "");
  if (!call) return;
  call.busy -= 1;
  if (branch.status === "failed") call.failed ??= branch.id;
  state.index.calls.add(call.id);
}

/** The caller starts again: what failed or was given up in its call goes on. */
export function reviveCall(state: Draft<RunState>, id: string): void {
  const call = draftCall(state, id);
  if (!call) return;
  call.failed = null;
  state.index.calls.add(id);
  for (const name of call.branches) if (reviveBranch(state, name)) call.busy += 1;
}

/** True for a branch that lives again, with everything that it had under way. */
function reviveBranch(state: Draft<RunState>, id: string): boolean {
  const branch = draftBranch(state, id);
  if (branch?.status !== "failed" && branch?.status !== "cancelled") return false;
  branch.status = "live";
  branch.settled = -1;
  branch.tolerated = false;
  branch.failure = null;
  state.index.live.add(id);
  const activation = state.activations[branch.activation ?? ""];
  const fork = draftFork(state, activation?.id ?? "");
  if (fork && !fork.closed && !branch.token) {
    reviveFork(state, fork);
    return true;
  }
  if (activation?.status === "failed") readDraft(activation).restart = true;
  if (activation?.status === "started") reviveCall(state, activation.id);
  if (activation?.status === "finished" && !activation.routed) {
    state.index.unrouted.add(activation.id);
  } else if (activation?.status !== "waiting" && branch.token?.parked !== true) {
    addPending(state.index, id);
  }
  return true;
}

/** A fork inside a called graph goes on as one of the run's own does. */
function reviveFork(state: Draft<RunState>, fork: Draft<ForkState>): void {
  for (const id of fork.branches) reviveBranch(state, id);
  recountFork(state, fork);
  state.index.forks.add(fork.id);
}

/** Counts anew which branches of a fork work, and which have failed. */
export function recountFork(state: Draft<RunState>, fork: Draft<ForkState>): void {
  const branches = fork.branches.flatMap((id) => state.branches[id] ?? []);
  fork.busy = branches.filter(
    ({ status, token }) => status === "live" && token?.parked !== true,
  ).length;
  fork.broken = branches.filter(
    ({ status, tolerated }) => status === "failed" && !tolerated,
  ).length;
  if (fork.broken === 0) fork.failed = false;
}

function draftCall(state: Draft<RunState>, id: string): Draft<CallState> | undefined {
  const call = state.calls[id];
  return call && readDraft(call);
}

function readTarget(value: Value): CallTarget[] {
  if (!isFields(value)) return [];
  const { node, graph, input = null, vars } = value;
  if (typeof graph === "string") {
    return [isFields(vars) ? { graph, input, vars } : { graph, input }];
  }
  return typeof node === "string" ? [{ node }] : [];
}
