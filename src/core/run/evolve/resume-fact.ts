/** What happens when a process takes a run over. Spec: runtime §20.2. */
import type { Fields } from "#core/graph/value.ts";
import { createDictionary } from "#core/run/dictionary.ts";
import { readHashes } from "#core/run/discovered-tools.ts";
import type { RunEvent } from "#core/run/events.ts";
import { rebuildIndex } from "#core/run/index-of-run.ts";
import { readLimits } from "#core/run/limits.ts";
import { isWithin } from "#core/run/lineage.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { BranchState, LoopCount, RunState } from "#core/run/state.ts";
import { stopBranch } from "./attempt-clock.ts";
import { recountFork, reviveCall } from "./call-facts.ts";
import type { Draft } from "./draft.ts";
import { draftBranch, fieldsOf, readDraft, textOf, textsOf } from "./draft.ts";
import { moveEdges } from "./moved-edges.ts";
import { readEpoch, readGraph, readSource } from "./run-facts.ts";
import { cutVisits } from "./visits.ts";

export function runResumed(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const interrupted = state.status === "running";
  // What was under way was cut off. Branches that have settled were stopped then.
  for (const branch of Object.values(state.branches)) {
    if (branch.status === "live") stopBranch(state, branch);
  }
  const revived = textsOf(data["revived"]).flatMap((id) => draftBranch(state, id) ?? []);
  rearm(state, revived, textsOf(data["rearm"]));
  for (const branch of revived) revive(state, branch);
  state.status = "running";
  const epoch = readEpoch(data);
  if (epoch !== state.epoch) state.processes++;
  state.epoch = epoch;
  state.finishedAt = null;
  state.failure = null;
  if (!interrupted || data["budget"] !== undefined) state.exceeded = null;
  state.limits = readLimits(data["budget"], state.limits);
  if (data["source"] !== undefined) {
    state.source = readSource(data["source"], state.source);
    // Logs of before it was said go on with the graph that they have.
    if (state.start && "graph" in data) readDraft(state.start).graph = readGraph(data["graph"]);
  }
  if (data["workplace"] !== undefined) state.workplace = fieldsOf(data["workplace"]);
  if (data["own_tools"] !== undefined) state.ownTools = readHashes(data["own_tools"]);
  if (data["vars"] !== undefined) state.vars = fieldsOf(data["vars"]);
  // What failed just before a kill has yet to be decided on, as if there had been none.
  if (!interrupted) {
    for (const branch of Object.values(state.branches)) restartFailed(state, branch);
  }
  moveEdges(state, data["edges"]);
  const from = textOf(data["from"]);
  if (from !== null) goBack(state, from, event);
  recountForks(state);
  rebuildIndex(state);
}

function revive(state: Draft<RunState>, branch: Draft<BranchState>): void {
  if (branch.status === "cancelled") reviveCall(state, branch.activation ?? "");
  branch.status = "live";
  branch.settled = -1;
  branch.tolerated = false;
  branch.failure = null;
}

/** The failed activation of a live branch is to be started again. */
function restartFailed(state: Draft<RunState>, branch: BranchState): void {
  if (branch.status !== "live" || branch.activation === null) return;
  const activation = state.activations[branch.activation];
  if (activation?.status === "failed") readDraft(activation).restart = true;
}

/** Gives loops a new allowance where they were exhausted: in the branch that failed. */
function rearm(
  state: Draft<RunState>,
  revived: Draft<BranchState>[],
  loops: readonly string[],
): void {
  if (loops.length === 0) return;
  const failed = revived.filter((branch) => branch.status === "failed");
  const main = draftBranch(state, "");
  for (const branch of failed.length > 0 || !main ? failed : [main]) {
    const counts = Object.assign(createDictionary<LoopCount>(), branch.loops);
    for (const name of loops) {
      counts[name] = { count: 0, previousOutput: counts[name]?.previousOutput ?? null };
    }
    branch.loops = counts;
  }
}

/** The branch stands in front of an earlier node again, as it stood there before. */
function goBack(state: Draft<RunState>, id: string, { seq }: RunEvent): void {
  const activation = state.activations[id];
  const branch = activation && draftBranch(state, activation.branch);
  if (!activation || !branch) return;
  branch.token = {
    node: activation.node,
    arrivals: activation.arrivals,
    ...(activation.failedBefore ?? { failed: null }),
    parked: false,
    since: seq,
  };
  withdraw(state, setAside(state, branch, activation.visitsBefore));
  branch.activation = null;
  branch.loops = activation.loopsBefore;
  branch.session = activation.sessionBefore;
  cutVisits(branch, activation.visitsBefore);
}

/** What nothing that goes on knows of. */
interface SetAside {
  readonly activations: readonly string[];
  /** With all that is inside them. */
  readonly branches: readonly string[];
}

/** Everything from a visit on, and what the branch was in the middle of. */
function setAside(state: Draft<RunState>, branch: BranchState, from: number): SetAside {
  const ids = branch.visits.slice(from).map((visit) => visit.activation);
  const activations = [...ids, branch.activation ?? ""];
  for (const id of activations) {
    const activation = state.activations[id];
    if (activation) readDraft(activation).setAside = true;
  }
  const branches = [...(state.calls[branch.activation ?? ""]?.branches ?? [])];
  for (const fork of Object.values(state.forks)) {
    if (fork.parent !== branch.id || fork.closed) continue;
    const draft = readDraft(fork);
    draft.closed = draft.setAside = true;
    branches.push(...fork.branches);
  }
  return { activations, branches };
}

/** What was asked there is asked no more, and nobody has answered it. */
function withdraw(state: Draft<RunState>, { activations, branches }: SetAside): void {
  for (const interaction of Object.values(state.interactions)) {
    const { activationId, branchId } = interaction;
    if (!isOpenGate(interaction)) continue;
    const isInside = branches.some((outer) => isWithin(state, branchId, outer));
    if (!isInside && !activations.includes(activationId)) continue;
    readDraft(interaction).withdrawn = true;
  }
}

function recountForks(state: Draft<RunState>): void {
  for (const fork of Object.values(state.forks)) recountFork(state, readDraft(fork));
}
