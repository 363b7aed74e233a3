/** What events about branches, edges and meetings change. */
import type { Fields } from "#core/graph/value.ts";
import { createDictionary } from "#core/run/dictionary.ts";
import type { RunEvent } from "#core/run/events.ts";
import { addPending, releaseBranch } from "#core/run/index-of-run.ts";
import type { BranchState, BranchStatus, ForkState, LoopCount, RunState } from "#core/run/state.ts";
import { stopBranch } from "./attempt-clock.ts";
import { calledBranchStarted, callSettled } from "./call-facts.ts";
import type { Draft } from "./draft.ts";
import {
  draftActivation,
  draftBranch,
  draftFork,
  numberOf,
  numbersOf,
  readDraft,
  textOf,
  textsOf,
} from "./draft.ts";
import { readFailedBranches, readFault } from "./read-fault.ts";
import { releaseGroups } from "./released-groups.ts";
import { appendVisits } from "./visits.ts";

export function branchStarted(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  if (data["call"] === true) {
    calledBranchStarted(state, event, data);
    return;
  }
  const id = event.branch_id ?? "";
  const forkId = textOf(data["fork"]) ?? event.activation_id ?? "";
  const parent = draftBranch(state, textOf(data["parent"]) ?? "");
  if (id === "" || !parent || state.branches[id]) return;
  const fork = openFork(state, forkId, parent, data);
  state.branches[id] = {
    id,
    parent: parent.id,
    fork: forkId,
    first: event.node_id ?? "",
    opened: event.seq,
    status: "live",
    settled: -1,
    tolerated: false,
    failure: null,
    token: null,
    activation: null,
    visits: [],
    inherited: parent.visits.length,
    visitsOf: createDictionary(),
    publicationsOf: createDictionary(),
    loops: parent.loops,
    counts: createDictionary(),
    session: parent.session,
    frame: parent.frame,
    call: null,
  };
  fork.branches.push(id);
  fork.busy++;
  state.index.live.add(id);
  releaseBranch(state.index, parent);
}

export function edgeSelected(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const source = draftActivation(state, event);
  const branch = draftBranch(state, event.branch_id ?? "");
  if (!source || !branch) return;
  if (textOf(data["loop"]) !== null) readDraft(state.spent).iterations++;
  branch.loops = countLoops(branch.loops, data, source.output);
  const parked = data["parks"] === true;
  branch.token = {
    node: textOf(data["to"]) ?? "",
    arrivals: [
      {
        edge: numberOf(data["edge"]),
        branch: branch.id,
        activation: source.id,
        seen: branch.visits.length,
      },
    ],
    failed: null,
    parked,
    since: event.seq,
  };
  if (source.branch === branch.id || isOpened(state, source.id)) {
    source.routed = true;
    state.index.unrouted.delete(source.id);
  }
  touchForks(state, branch);
  if (parked) park(state, branch);
  else addPending(state.index, branch.id);
}

export function branchFinished(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const branch = draftBranch(state, event.branch_id ?? "");
  if (branch?.call != null) {
    settleCalled(state, branch, event, data);
    return;
  }
  const fork = branch?.fork == null ? undefined : draftFork(state, branch.fork);
  if (!branch || !fork) return;
  if (branch.status === "live" && branch.token?.parked !== true) fork.busy--;
  branch.status = readStatus(textOf(data["status"]));
  branch.settled = event.seq;
  branch.tolerated = data["tolerated"] === true;
  dropFromIndex(state, branch);
  if (branch.status === "ended") endPath(state, branch, textOf(data["fork"]));
  if (branch.status === "failed") {
    branch.failure = {
      ...readFault(event, data),
      node: textOf(data["node"]) ?? event.node_id ?? null,
    };
    const inner = textOf(data["fork"]);
    if (inner !== null) markFailed(state, inner);
    if (!branch.tolerated) fork.broken++;
  }
  touchForks(state, branch);
}

export function joinReady(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const fork = draftFork(state, textOf(data["fork"]) ?? "");
  const survivor = draftBranch(state, event.branch_id ?? "");
  if (!fork || !survivor) return;
  const gathering = data["gathering"] === true;
  const met = textsOf(data["branches"]).flatMap((id) => draftBranch(state, id) ?? []);
  const arrivals = met.flatMap((branch) => branch.token?.arrivals ?? []);
  const failed = readFailedBranches(data["failed_branches"]);
  const parked = !gathering && data["parks"] === true;
  for (const branch of met) branch.token = null;
  if (gathering) for (const branch of met.slice(1)) appendVisits(state, survivor, branch.visits);
  else takeVisits(state, survivor, fork);
  survivor.session = null;
  survivor.token = {
    node: event.node_id ?? "",
    arrivals,
    ...(parked ? { failed: null, brought: failed } : { failed }),
    parked,
    since: event.seq,
  };
  if (gathering) goOn(fork, survivor.id);
  else close(state, fork);
  releaseGroups(state, data, event.seq);
  touchForks(state, survivor);
  if (parked) park(state, survivor);
  else addPending(state.index, survivor.id);
}

/** Every fork around a branch may see it differently now. */
export function touchForks(state: Draft<RunState>, branch: BranchState): void {
  let at: BranchState | undefined = branch;
  while (at && at.fork !== null) {
    if (!state.forks[at.fork]?.closed) state.index.forks.add(at.fork);
    at = at.parent === null ? undefined : state.branches[at.parent];
  }
}

function openFork(
  state: Draft<RunState>,
  id: string,
  parent: BranchState,
  data: Fields,
): Draft<ForkState> {
  const known = draftFork(state, id);
  if (known) return known;
  const outer = parent.fork === null ? undefined : state.forks[parent.fork];
  const fork: ForkState = {
    id,
    parent: parent.id,
    node: textOf(data["from"]) ?? "",
    chosen: numbersOf(data["chosen"]),
    branches: [],
    depth: (outer?.depth ?? 0) + 1,
    closed: false,
    failed: false,
    going: [],
    busy: 0,
    broken: 0,
  };
  state.forks[id] = fork;
  return readDraft(fork);
}

/** True when every chosen edge of a fork has its branch and its token. */
function isOpened(state: Draft<RunState>, forkId: string): boolean {
  const fork = state.forks[forkId];
  if (fork?.branches.length !== fork?.chosen.length) return false;
  const last = state.branches[fork?.branches.at(-1) ?? ""];
  return last?.token != null || last?.activation != null;
}

function countLoops(
  before: Readonly<Record<string, LoopCount>>,
  data: Fields,
  output: LoopCount["previousOutput"],
): Record<string, LoopCount> {
  const loop = textOf(data["loop"]);
  const rearmed = textsOf(data["rearmed"]);
  if (loop === null && rearmed.length === 0) return before;
  const loops = Object.assign(createDictionary<LoopCount>(), before);
  for (const name of rearmed) loops[name] = { count: 0, previousOutput: null };
  if (loop !== null) {
    loops[loop] = { count: numberOf(data["iteration"]) ?? 0, previousOutput: output };
  }
  return loops;
}

function park(state: Draft<RunState>, branch: BranchState): void {
  const fork = branch.fork === null ? undefined : draftFork(state, branch.fork);
  if (fork) fork.busy--;
  state.index.pending.delete(branch.id);
  releaseBranch(state.index, branch);
}

/** A branch ended at `done`, or with the fork that it had opened. */
function endPath(state: Draft<RunState>, branch: Draft<BranchState>, inner: string | null): void {
  const last = branch.activation === null ? undefined : state.activations[branch.activation];
  if (last) readDraft(last).routed = true;
  const fork = inner === null ? undefined : draftFork(state, inner);
  if (!fork) return;
  takeVisits(state, branch, fork);
  close(state, fork);
}

/** When a fork closes, its opener sees what all of its branches visited. */
function takeVisits(state: Draft<RunState>, opener: Draft<BranchState>, fork: ForkState): void {
  for (const id of fork.branches) {
    const branch = state.branches[id];
    // What was merged has its visits in the branch that went on.
    if (branch && branch.status !== "merged") appendVisits(state, opener, branch.visits);
  }
}

function goOn(fork: Draft<ForkState>, survivor: string): void {
  fork.busy++;
  fork.going = fork.going.filter((group) => group[0] !== survivor);
}

function close(state: Draft<RunState>, fork: Draft<ForkState>): void {
  fork.closed = true;
  state.index.forks.delete(fork.id);
}

function markFailed(state: Draft<RunState>, id: string): void {
  const fork = draftFork(state, id);
  if (!fork) return;
  fork.failed = true;
  state.index.forks.delete(id);
}

function dropFromIndex(state: Draft<RunState>, branch: BranchState): void {
  const { index } = state;
  stopBranch(state, branch);
  index.live.delete(branch.id);
  index.pending.delete(branch.id);
  releaseBranch(index, branch);
  if (branch.activation === null) return;
  index.idle.delete(branch.activation);
  index.unrouted.delete(branch.activation);
  index.failed.delete(branch.activation);
}

/** A branch that another activation called is over. */
function settleCalled(
  state: Draft<RunState>,
  branch: Draft<BranchState>,
  event: RunEvent,
  data: Fields,
): void {
  branch.status = readStatus(textOf(data["status"]));
  branch.settled = event.seq;
  dropFromIndex(state, branch);
  const last = branch.activation === null ? undefined : state.activations[branch.activation];
  if (branch.status === "ended" && last) readDraft(last).routed = true;
  if (branch.status === "failed") branch.failure = readFault(event, data);
  callSettled(state, branch);
}

function readStatus(status: string | null): BranchStatus {
  const known: readonly BranchStatus[] = ["arrived", "merged", "ended", "failed", "cancelled"];
  return known.find((name) => name === status) ?? "cancelled";
}
