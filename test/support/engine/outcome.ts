/** What a run came to, as far as it must not depend on kills and on the order in which work ends. */
import type { RunEvent } from "#core/run/events.ts";
import type { ActivationState, BranchState, RunState } from "#core/run/state.ts";

/** What came of a run. */
export interface Outcome {
  /** All of it; for runs that end well. */
  readonly whole: string;
  /** Whether it ended well: that depends on nothing but the graph and the answers. */
  readonly finished: boolean;
  /** Who was first made a difference: a branch was cancelled, or several took turns at one round robin. */
  readonly raced: boolean;
}

/** Reads a run's end. */
export function outcomeOf(state: RunState, log: readonly RunEvent[]): Outcome {
  const finished = Object.values(state.activations).filter(({ status }) => status === "finished");
  const branches = Object.values(state.branches);
  const { spent } = state;
  return {
    whole: JSON.stringify({
      status: state.status,
      code: state.failure?.code,
      output: state.output,
      activations: finished.map(describe).sort(),
      branches: branches.map(({ id, status, tolerated }) => [id, status, tolerated].join()).sort(),
      visits: state.branches[""] && visitsOf(state.branches[""]),
      edges: edgesOf(log),
      artifacts: Object.entries(state.artifacts).sort(),
      spent: [spent.input_tokens, spent.output_tokens, spent.cost_usd, spent.iterations],
    }),
    finished: state.status === "finished",
    raced: branches.some(({ status }) => status === "cancelled") || isShared(state),
  };
}

function describe({ id, attempt, input, output, artifact }: ActivationState): string {
  return JSON.stringify([id, attempt, input, output, artifact?.name]);
}

/** In order; versions of what several branches publish depend on who came first. */
function visitsOf({ visits }: BranchState): readonly string[] {
  return visits.map(({ activation, artifact }) => `${activation} ${artifact?.name ?? ""}`);
}

function edgesOf(log: readonly RunEvent[]): readonly string[] {
  return log
    .filter(({ type }) => type === "edge_selected")
    .map(({ branch_id: branch, activation_id: id, data }) =>
      JSON.stringify([branch, id, data?.["edge"], data?.["iteration"], data?.["rearmed"]]),
    )
    .sort();
}

function isShared(state: RunState): boolean {
  const turns = Object.values(state.activations).filter(
    ({ started }) => started["round_robin_index"] !== undefined,
  );
  return turns.some(({ node, branch }) =>
    turns.some((other) => other.node === node && other.branch !== branch),
  );
}
