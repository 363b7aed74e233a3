/** What becomes of calls: branches begin, and the caller goes on when all are over. Spec: flow §9.2. */
import type { NewEvent } from "#core/run/events.ts";
import type { CallState } from "#core/run/frame-state.ts";
import type { RunState } from "#core/run/state.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { workOf } from "../work-graph/work-of.ts";
import { cancelCall } from "./cancelling.ts";
import { branchIdsFor, createEvent, placeOf } from "./place.ts";

const none: readonly NewEvent[] = [];

/** What there is to record of calls in which something changed; callers that can go on are marked. */
export function decideCalls(
  work: WorkGraph,
  state: RunState,
  stopping: boolean,
): readonly NewEvent[] {
  const { index } = state;
  if (index.calls.size === 0) return none;
  for (const id of index.calls) {
    const call = state.calls[id];
    const isOpen = call !== undefined && state.branches[call.branch]?.status === "live";
    if (!isOpen || state.activations[id]?.setAside === true) {
      index.calls.delete(id);
      continue;
    }
    const events =
      call.failed === null ? openNext(work, state, call, stopping) : cancelCall(work, state, call);
    if (events.length > 0) return events;
    if (!stopping || call.busy === 0) index.calls.delete(id);
    if (call.busy === 0 && isOver(call)) goOn(state, call);
  }
  return [];
}

/** True if a call has nothing left to do. */
export function isOver(call: CallState): boolean {
  if (call.busy > 0) return false;
  return call.failed !== null || call.branches.length === call.targets.length;
}

function openNext(
  work: WorkGraph,
  state: RunState,
  call: CallState,
  stopping: boolean,
): NewEvent[] {
  const caller = state.activations[call.id];
  const at = call.branches.length;
  const target = call.targets[at];
  const full = call.busy >= Math.max(1, call.bound);
  if (!caller || target === undefined || full || stopping) return [];
  const names = call.targets.map((one) => ("graph" in one ? one.graph : one.node));
  const branchId = branchIdsFor(call.id, names)[at] ?? "";
  const entry =
    "graph" in target
      ? (workOf(work, state, call.branch).graphs.get(target.graph)?.graph.entry ?? "")
      : target.node;
  const place = { ...placeOf(caller), branch_id: branchId, node_id: entry };
  return [createEvent("branch_started", place, { call: true, from: caller.node, to: entry })];
}

/** The caller is performed again, unless that is about to happen anyway. */
function goOn({ index, activations, branches }: RunState, { id, branch }: CallState): void {
  const started = activations[id]?.status === "started";
  if (started && branches[branch]?.activation === id && !index.pending.has(branch))
    index.idle.add(id);
}
