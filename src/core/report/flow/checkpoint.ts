/** The place that a flow's run has come to, as a record that another run can begin at. Spec: flow §16.3. */
import type { Fields } from "#core/graph/value.ts";
import type { RunState } from "#core/run/state.ts";

/** A place to begin at, instead of the start. */
export interface FlowCheckpoint {
  readonly run_id: string;
  readonly workflow_name: string;
  readonly step: number;
  readonly next_node_id: string;
  readonly scope_snapshot: Fields;
}

/** The record of a run; undefined if it is over, or never began. */
export function viewCheckpoint(state: RunState): FlowCheckpoint | undefined {
  const frame = state.frames[""];
  const next = frame && findNext(state, frame.step);
  if (!frame || !next) return undefined;
  return {
    run_id: state.runId,
    workflow_name: state.start?.workflow ?? "",
    ...next,
    scope_snapshot: {
      input: frame.input,
      last_llm_output: frame.lastLlm,
      last_tool_output: frame.lastTool,
      node_outputs: frame.outputs,
    },
  };
}

/** The node that waits for its turn, or the one that was begun, with the number that it took. */
function findNext(
  { branches, activations, status }: RunState,
  step: number,
): Pick<FlowCheckpoint, "step" | "next_node_id"> | undefined {
  const root = branches[""];
  if (!root || status === "finished") return undefined;
  if (root.token) return { step, next_node_id: root.token.node };
  const begun = root.activation === null ? undefined : activations[root.activation];
  if (!begun) return undefined;
  const { step: own } = begun.started;
  return { step: typeof own === "number" ? own : step, next_node_id: begun.node };
}
