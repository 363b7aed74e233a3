/** Starting a node at a cursor: it takes a step number, if one is left. Spec: flow §10.1. */
import type { NewEvent } from "#core/run/events.ts";
import type { Failure, FlowErrorCode } from "#core/run/failure.ts";
import { defaultSettings } from "#core/run/settings.ts";
import type { BranchState, RunState } from "#core/run/state.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { describeFault } from "./failing.ts";
import { activationIdFor, createEvent, placeIn } from "./place.ts";
import { startAgain } from "./starting.ts";

/** Starts a branch's token, or its failed activation again; or ends the branch between two nodes. */
export function startInFrame(work: WorkGraph, state: RunState, branch: BranchState): NewEvent {
  const failed = branch.activation === null ? undefined : state.activations[branch.activation];
  if (failed?.restart === true) return startAgain(work, state, failed);
  const { token } = branch;
  const frame = state.frames[branch.frame ?? ""];
  if (!token || !frame) throw new Error(`The branch "${branch.id}" has nothing to start.`);
  const node = work.nodes.get(token.node);
  const called = branch.call !== null && branch.id !== frame.id;
  const { maxSteps } = work.settings ?? state.start?.settings ?? defaultSettings;
  if (!called && frame.step >= maxSteps) return failBetween(branch, stepsUsedUp(maxSteps));
  if (!node) return failBetween(branch, notFound(token.node));
  const place = placeIn(work, branch, node.id, activationIdFor(branch, node.id));
  return createEvent("node_started", place, {
    kind: node.kind,
    attempt: 1,
    ...(called ? {} : { step: frame.step }),
    ...(node.mutates === true ? { mutating: true } : {}),
  });
}

function failBetween(branch: BranchState, failure: Failure): NewEvent {
  const said = { ...describeFault(failure), details: { ...failure.data } };
  if (branch.id === "") return createEvent("run_failed", {}, { ...said, resumable: true });
  const place = { branch_id: branch.id };
  return createEvent("branch_finished", place, { status: "failed", ...said });
}

function stepsUsedUp(max: number): Failure {
  return between("StepLimitExceeded", {
    message: `the run has used up its ${max} steps`,
    hint: "raise `max_steps`, or look for a cycle without a way out",
    data: { fields: { max_steps: max } },
  });
}

function notFound(node: string): Failure {
  return between("NodeNotFound", {
    message: `there is no node \`${node}\``,
    hint: "validate the flow",
    data: { fields: {}, node },
  });
}

function between(code: FlowErrorCode, rest: Omit<Failure, "code" | "retryable">): Failure {
  return { code, retryable: false, ...rest };
}
