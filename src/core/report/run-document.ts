/** `run.json`: a run at a glance, made again from the log whenever it is missing. Spec: runtime §23.1. */
import type { Graph } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import { formatVersion } from "../run/events.ts";
import { asksPeople, isOpenGate } from "../run/state.ts";
import type { BranchState, Interaction, RunState } from "../run/state.ts";
import { toFailureDocument, toLimitsDocument, toUsageDocument } from "./documents.ts";

/** What of a run only its store knows. */
export interface RunDocumentOptions {
  readonly interrupted?: boolean;
  /** Tells round robin routers from other nodes with a memory; without it their counters are left out. */
  readonly graph?: Graph;
}

/** The document of a run. */
export function toRunDocument(state: RunState, options: RunDocumentOptions = {}): Fields {
  const { start, status } = state;
  const failure = status === "failed" || status === "failed_resumable" ? state.failure : null;
  const over = status !== "running" && status !== "paused_waiting_human";
  const gates = openGates(state);
  return {
    format_version: formatVersion,
    id: state.runId,
    seq: state.seq,
    workflow_name: start?.workflow ?? "",
    workflow_hash: state.source.hash,
    status,
    interrupted: status === "running" && options.interrupted === true,
    simulated: start?.simulated ?? false,
    replay_of: start?.replayOf ?? null,
    source_path: state.source.path,
    inputs: state.vars,
    created_at: state.createdAt,
    updated_at: state.timestamp,
    finished_at: over ? state.finishedAt : null,
    error: failure?.message ?? null,
    failure: toFailureDocument(failure),
    output: state.output,
    current: listCurrent(state),
    open_gates: gates.map(({ gate, id, nodeId, branchId }) => ({
      gate,
      interaction_id: id,
      node_id: nodeId,
      branch_id: branchId,
    })),
    usage: toUsageDocument(state.spent),
    budget: toLimitsDocument(state.limits),
    artifact_index: mapValues(state.artifacts, (next) => next - 1),
    ...(status === "finished" || status === "failed"
      ? {}
      : { checkpoint: toCheckpoint(state, gates[0], options.graph) }),
  };
}

/** Gates that wait for an answer, in the order in which they were opened. */
export function openGates(state: RunState): Interaction[] {
  if (state.status === "failed") return [];
  return Object.values(state.interactions)
    .filter((gate) => isOpenGate(gate) && asksPeople(gate))
    .filter(({ branchId }) => state.branches[branchId]?.status === "live")
    .sort((a, b) => (a.requestedAt < b.requestedAt ? -1 : a.requestedAt > b.requestedAt ? 1 : 0));
}

/** Where every branch stands that has not settled. */
function listCurrent(state: RunState): Value[] {
  if (state.status === "finished" || state.status === "failed") return [];
  return Object.values(state.branches).flatMap((branch) => {
    const at = standing(state, branch);
    return at === undefined ? [] : [{ branch_id: branch.id, node_id: at.node, state: at.state }];
  });
}

function standing(
  state: RunState,
  branch: BranchState,
): { readonly node: string; readonly state: string } | undefined {
  const { token, status } = branch;
  const activation = branch.activation === null ? undefined : state.activations[branch.activation];
  if (status === "failed" && !branch.tolerated) {
    return { node: branch.failure?.node ?? activation?.node ?? branch.first, state: "failed" };
  }
  if (status !== "live" && status !== "arrived") return undefined;
  if (token !== null) return { node: token.node, state: token.parked ? "parked" : "queued" };
  if (activation === undefined || status === "arrived") return undefined;
  const states = { started: "running", waiting: "waiting", failed: "failed", finished: "parked" };
  return { node: activation.node, state: states[activation.status] };
}

/** The main branch's view, for readers of the documented format; the engine never reads it. */
function toCheckpoint(
  state: RunState,
  gate: Interaction | undefined,
  graph: Graph | undefined,
): Fields {
  const main = state.branches[""];
  const at = main === undefined ? undefined : standing(state, main);
  const turns = new Set(
    graph?.nodes
      .filter((node) => "mode" in node && node.mode === "round_robin")
      .map(({ id }) => id),
  );
  return {
    node_id: gate?.nodeId ?? at?.node ?? null,
    interaction_id: gate?.id ?? null,
    outputs: lastOutputs(state, main),
    loop_counters: mapValues(main?.loops ?? {}, ({ count }) => count),
    round_robin_counters: Object.fromEntries(
      Object.entries(state.memory).filter(([node]) => turns.has(node)),
    ),
    artifact_versions: { ...state.artifacts },
    vars: state.vars,
    interaction_questions: gate?.questions ?? null,
  };
}

function lastOutputs(state: RunState, main: BranchState | undefined): Fields {
  const outputs = new Map<string, Value>();
  for (const { activation, artifact } of main?.visits ?? []) {
    const visited = state.activations[activation];
    if (visited !== undefined && artifact === undefined) outputs.set(visited.node, visited.output);
  }
  return Object.fromEntries(outputs);
}

function mapValues<Item>(
  record: Readonly<Record<string, Item>>,
  convert: (item: Item) => Value,
): Fields {
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, convert(item)]));
}
