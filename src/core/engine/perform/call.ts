/** Other nodes and graphs that an activation has run for it, as its kind sees that. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { CallTarget } from "#core/run/frame.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { CallState } from "#core/run/frame-state.ts";
import type { BranchState, RunState } from "#core/run/state.ts";
import { isOver } from "../decide/calls.ts";
import { createEvent, placeOf } from "../decide/place.ts";
import { never } from "../journal.ts";
import { counts, leaveFlight } from "../run.ts";
import type { Performing } from "./context.ts";

/**
 * The outputs of all targets. As long as some are missing the activation is left; it is performed
 * again when all are over.
 */
export function makeCall(
  { run, flight, activation }: Performing,
  targets: readonly CallTarget[],
  bound: number,
): Promise<readonly Value[]> {
  const { state, journal } = run;
  if (!state.calls[activation.id] && counts(run, flight)) {
    const written = targets.map((target): Fields => ({ ...target }));
    journal.record(createEvent("call_started", placeOf(activation), { targets: written, bound }));
  }
  const call = state.calls[activation.id];
  if (call && isOver(call)) return settle(state, call);
  leaveFlight(run, flight);
  return never();
}

function settle(state: RunState, call: CallState): Promise<readonly Value[]> {
  if (call.failed !== null) return Promise.reject(toFailure(state, call, call.failed));
  return Promise.resolve(
    call.branches.map((id) => {
      const branch = state.branches[id];
      return branch ? outputOf(state, branch) : null;
    }),
  );
}

function outputOf(state: RunState, branch: BranchState): Value {
  const frame = branch.frame === branch.id ? state.frames[branch.id] : undefined;
  if (!frame) return state.activations[branch.activation ?? ""]?.output ?? null;
  return { terminal_node_id: frame.terminal, node_outputs: { ...frame.outputs } };
}

/** The failure of the branch, with the way to it. */
function toFailure(state: RunState, call: CallState, id: string): RunFailure {
  const branch = state.branches[id];
  const fault = branch?.failure;
  const details = fault?.details ?? {};
  const within = Array.isArray(details["within"]) ? (details["within"] as readonly Value[]) : [];
  const isGraph = branch?.frame === branch?.id;
  const caller = state.activations[call.id]?.node ?? "";
  return new RunFailure({
    code: fault?.code ?? "INTERNAL",
    message: fault?.message ?? "a call failed",
    retryable: false,
    ...(fault?.hint == null ? {} : { hint: fault.hint }),
    data: {
      details: {
        ...details,
        node: "node" in details ? (details["node"] ?? null) : (fault?.node ?? null),
        within: isGraph ? [caller, ...within] : within,
      },
    },
  });
}
