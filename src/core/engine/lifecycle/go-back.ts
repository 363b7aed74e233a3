/** `--from`: back to an earlier node of the branch that stands. Spec: runtime §20.2. */
import type { NewEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import type { ActivationState, RunState } from "#core/run/state.ts";
import { cancelBranches, cancelCall } from "../decide/cancelling.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";

/** The activation that is set aside with all that followed, and what ends with it. */
export interface GoBack {
  readonly activation: string;
  readonly node: string;
  readonly record: readonly NewEvent[];
}

/** Finds the last activation of a node in the branch that stands; refuses to go past a closed fork. */
export function goBackTo(work: WorkGraph, state: RunState, node: string): GoBack {
  const found = Object.values(state.activations)
    .filter((activation) => activation.node === node && stands(state, activation))
    .at(-1);
  if (!found) {
    throw new Refusal("RESUME_INVALID", `\`${node}\` has not run in a branch that still stands`, {
      hint: "`--from` takes a node that has run; `inspect --run-id … --full` lists them",
    });
  }
  const closed = Object.values(state.forks).find(
    (fork) => fork.closed && fork.parent === found.branch && isAfter(state, fork.id, found),
  );
  if (closed) {
    throw new Refusal(
      "RESUME_INVALID",
      `between \`${node}\` and now the fork of \`${closed.node}\` has closed`,
      { hint: `go back to a node behind \`${closed.node}\`'s meeting point` },
    );
  }
  const open = Object.values(state.forks).filter(
    (fork) => !fork.closed && fork.parent === found.branch,
  );
  const call = state.calls[state.branches[found.branch]?.activation ?? ""];
  return {
    activation: found.id,
    node,
    record: [
      ...open.flatMap((fork) => cancelBranches(work, state, fork, { andParked: true })),
      ...(call ? cancelCall(work, state, call) : []),
    ],
  };
}

function stands(state: RunState, activation: ActivationState): boolean {
  return state.branches[activation.branch]?.status === "live";
}

/** True if an activation of the same branch came after another one. */
function isAfter(state: RunState, id: string, other: ActivationState): boolean {
  const ids = Object.keys(state.activations);
  return ids.indexOf(id) >= ids.indexOf(other.id);
}
