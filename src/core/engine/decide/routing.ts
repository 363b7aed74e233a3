/** Where finished activations go: along an edge, as a fork, or to the end. Spec: runtime §8, §9, §10.1. */
import type { When } from "#core/graph/graph.ts";
import type { Value } from "#core/graph/value.ts";
import type { NewEvent } from "#core/run/events.ts";
import type { Failure } from "#core/run/failure.ts";
import type { ActivationState, BranchState, RunState } from "#core/run/state.ts";
import type { WorkEdge, WorkGraph } from "../work-graph/work-graph.ts";
import { exceedIterations } from "./budget.ts";
import type { Choice } from "./choose-edge.ts";
import { chooseWay } from "./choose-edge.ts";
import { closeRun, failBranch } from "./failing.ts";
import { branchIdsFor, createEvent, placeIn, placeOf } from "./place.ts";
import { writeUsage } from "./usage.ts";

/** What follows a finished activation that has not been routed. */
export function routeActivation(
  work: WorkGraph,
  state: RunState,
  activation: ActivationState,
): NewEvent[] {
  const branch = state.branches[activation.branch];
  if (!branch) return [];
  if (isCalled(state, branch)) {
    return [createEvent("branch_finished", placeOf(activation), { status: "ended" })];
  }
  if (activation.way.kind === "end") return endBranch(work, state, branch, activation);
  const fork = state.forks[activation.id];
  const choice: Choice = fork
    ? { kind: "fork", edges: fork.chosen.flatMap((at) => work.edges[at] ?? []) }
    : chooseWay(work, state, activation);
  switch (choice.kind) {
    case "none":
      return failBranch(work, state, branch, {
        ...choice.failure,
        node: activation.node,
        activation: activation.id,
      });
    case "edge":
      return (
        exceedIterations(state, [choice.edge], activation) ?? [
          selectEdge(work, state, activation, { edge: choice.edge, branch }),
        ]
      );
    case "fork":
      return (
        exceedIterations(state, choice.edges, activation) ??
        openBranches(work, state, activation, choice.edges)
      );
  }
}

/** True for a node that another one has called: where its edges lead is of no interest. */
function isCalled(state: RunState, branch: BranchState): boolean {
  return (
    branch.call !== null && branch.frame !== branch.id && state.calls[branch.call] !== undefined
  );
}

/** The end of a path: of a branch, or of the run. */
function endBranch(
  work: WorkGraph,
  state: RunState,
  branch: BranchState,
  activation: ActivationState,
): NewEvent[] {
  const failed = activation.way.kind === "end" && activation.way.status === "fail";
  if (failed) {
    return failBranch(work, state, branch, {
      ...failureOfEnd(work, activation),
      node: activation.node,
      activation: activation.id,
    });
  }
  if (branch.id !== "") {
    return [createEvent("branch_finished", placeOf(activation), { status: "ended" })];
  }
  return finishRun(work, state, activation.output);
}

/** The run is over with an output. */
export function finishRun(work: WorkGraph, state: RunState, output: Value): NewEvent[] {
  return [
    ...closeRun(work, state),
    { type: "run_finished", data: { output, usage: writeUsage(state.spent) } },
  ];
}

function failureOfEnd(work: WorkGraph, activation: ActivationState): Failure {
  const edge = work.edges[activation.arrivals[0]?.edge ?? -1]?.edge;
  const way = edge ? ` by \`${edge.from} -> ${edge.to}\`` : "";
  return {
    code: "WORKFLOW_FAILED",
    message: `the workflow ended at \`${activation.node}\`${way}`,
    hint: `this is final; ${edge ? `look at what \`${edge.from}\` said, and ` : ""}start a new run`,
    retryable: false,
  };
}

/** Opens what of a fork is not open yet. */
function openBranches(
  work: WorkGraph,
  state: RunState,
  activation: ActivationState,
  edges: readonly WorkEdge[],
): NewEvent[] {
  const parent = state.branches[activation.branch];
  if (!parent) return [];
  const chosen = edges.map(({ index }) => index);
  const targets = edges.map(({ edge }) => edge.to);
  const ids = branchIdsFor(activation.id, targets);
  return edges.flatMap((edge, at) => {
    const id = ids[at] ?? "";
    const known = state.branches[id];
    if (known && (known.token !== null || known.activation !== null)) return [];
    const branch: BranchState = { ...parent, id, fork: activation.id, parent: parent.id };
    const selected = selectEdge(work, state, activation, { edge, branch, chosen });
    if (known) return [selected];
    const started = createEvent(
      "branch_started",
      { ...placeIn(work, branch, edge.edge.to), activation_id: activation.id },
      {
        fork: activation.id,
        parent: parent.id,
        from: edge.edge.from,
        to: edge.edge.to,
        edge: edge.index,
        chosen,
      },
    );
    return [started, selected];
  });
}

interface Selected {
  readonly edge: WorkEdge;
  /** The branch that goes on along the edge; of a fork the new one. */
  readonly branch: BranchState;
  /** All edges of the fork. */
  readonly chosen?: readonly number[];
}

function selectEdge(
  work: WorkGraph,
  state: RunState,
  activation: ActivationState,
  { edge: { edge, index, enters }, branch, chosen }: Selected,
): NewEvent {
  const rearmed = enters.length === 0 ? enters : enters.filter((name) => isUsed(branch, name));
  const meetings = chosen
    ? work.meetings(activation.node, chosen)
    : meetingsOf(work, state, branch);
  const data: Record<string, Value> = { from: edge.from, to: edge.to, edge: index };
  if (edge.when !== null) describeCondition(edge.when, data);
  if (edge.loop !== null) {
    data["loop"] = edge.loop;
    data["iteration"] = (branch.loops[edge.loop]?.count ?? 0) + 1;
  }
  if (rearmed.length > 0) data["rearmed"] = rearmed;
  if (meetings?.isPoint(edge.to) === true) data["parks"] = true;
  return createEvent(
    "edge_selected",
    placeOf(branch.id === activation.branch ? activation : { ...activation, branch: branch.id }),
    data,
  );
}

function isUsed(branch: BranchState, loop: string): boolean {
  const known = branch.loops[loop];
  return known !== undefined && (known.count !== 0 || known.previousOutput !== null);
}

function meetingsOf(
  work: WorkGraph,
  state: RunState,
  branch: BranchState,
): ReturnType<WorkGraph["meetings"]> | undefined {
  const fork = branch.fork === null ? undefined : state.forks[branch.fork];
  return fork && work.meetings(fork.node, fork.chosen);
}

function describeCondition(when: When, data: Record<string, Value>): void {
  if ("field" in when) data["condition"] = when.field;
  else data["expression"] = when.expression;
  data["negated"] = when.not;
}
