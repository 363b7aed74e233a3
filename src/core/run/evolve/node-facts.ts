/** What events about activations and artifacts change. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { blankActivation, nextEdge } from "#core/run/blank-activation.ts";
import { createDictionary, hasEntries } from "#core/run/dictionary.ts";
import type { RunEvent } from "#core/run/events.ts";
import { memoryOf } from "#core/run/frame.ts";
import { releaseWorkspace } from "#core/run/index-of-run.ts";
import type {
  ActivationState,
  BranchState,
  RunState,
  SessionRef,
  Token,
  Way,
} from "#core/run/state.ts";
import type { StepState } from "#core/run/step-state.ts";
import { clearClock } from "./attempt-clock.ts";
import { touchForks } from "./branch-facts.ts";
import { reviveCall } from "./call-facts.ts";
import { countStep, recordInFrame } from "./frame-facts.ts";
import { releaseGroups } from "./released-groups.ts";
import type { Draft } from "./draft.ts";
import {
  draftActivation,
  draftBranch,
  draftFork,
  fieldsOf,
  numberOf,
  numbersOf,
  readDraft,
  textOf,
} from "./draft.ts";
import { readFault } from "./read-fault.ts";
import { logicalName } from "./step-facts.ts";
import { appendVisit } from "./visits.ts";

export function nodeStarted(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const branch = draftBranch(state, event.branch_id ?? "");
  const id = event.activation_id ?? "";
  if (!branch) return;
  const attempt = numberOf(data["attempt"]) ?? 1;
  const known = state.activations[id];
  const activation = readDraft(
    known && attempt > 1 ? known : createActivation(branch, event, data, branch.token),
  );
  if (attempt > 1) {
    startAgain(activation);
    reviveCall(state, id);
  } else {
    consumeToken(state, branch, activation.node);
    touchOuterForks(state, branch);
    countStep(state, branch, data);
  }
  state.activations[id] = activation;
  branch.activation = id;
  activation.attempt = attempt;
  activation.status = "started";
  activation.input = data["input"] ?? null;
  activation.started = data;
  activation.mutating = data["mutating"] === true;
  if (data["memory"] !== undefined) {
    state.memory[memoryOf(branch.frame, activation.node)] = data["memory"];
  }
  activation.session = readSession(data["session"], branch.id) ?? null;
  releaseGroups(state, data, event.seq);
  state.index.pending.delete(branch.id);
  state.index.idle.add(id);
  if (branch.id !== "") state.index.working.add(branch.id);
  if (activation.mutating) state.index.workspace = id;
}

/** Whoever gathers further out, in front of a node that an inner branch has begun, waits for it no more. */
function touchOuterForks(state: Draft<RunState>, { fork, parent }: BranchState): void {
  const outer = fork === null || parent === null ? undefined : state.branches[parent];
  if (outer) touchForks(state, outer);
}

export function nodeFinished(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const activation = draftActivation(state, event);
  const branch = draftBranch(state, event.branch_id ?? "");
  if (!activation || !branch) return;
  activation.status = "finished";
  activation.output = data["output"] ?? null;
  activation.meta = readMeta(data);
  activation.way = readWay(data["outcome"]);
  if (hasEntries(activation.steps)) activation.steps = createDictionary();
  clearClock(activation);
  if (data["memory"] !== undefined) {
    state.memory[memoryOf(branch.frame, activation.node)] = data["memory"];
  }
  if (branch.frame !== null) recordInFrame(state, branch, { node: activation.node, data });
  branch.session = readSession(data["session"], branch.id) ?? branch.session;
  appendVisit(branch, activation.node, { activation: activation.id });
  if (activation.artifact) {
    const { name, version } = activation.artifact;
    appendVisit(branch, activation.node, {
      activation: activation.id,
      artifact: { name, version },
    });
  }
  state.index.idle.delete(activation.id);
  state.index.unrouted.add(activation.id);
  releaseWorkspace(state.index, activation.id);
}

export function nodeFailed(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const branch = draftBranch(state, event.branch_id ?? "");
  const id = event.activation_id ?? "";
  if (!branch) return;
  const activation = readDraft(
    state.activations[id] ?? createActivation(branch, event, data, branch.token),
  );
  state.activations[id] = activation;
  branch.activation = id;
  activation.status = "failed";
  activation.restart = false;
  activation.failure = readFault(event, data);
  activation.redo = textOf(data["redo"]);
  clearClock(activation);
  releaseGroups(state, data, event.seq);
  if (branch.token?.parked === true) leaveMeeting(state, branch);
  state.index.pending.delete(branch.id);
  state.index.idle.delete(id);
  state.index.failed.add(id);
  releaseWorkspace(state.index, id);
}

export function artifactWritten(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const activation = draftActivation(state, event);
  const version = numberOf(data["version"]) ?? 0;
  state.artifacts[event.node_id ?? ""] = version + 1;
  if (!activation) return;
  const writtenAt = textOf(data["written_at"]) ?? event.timestamp;
  activation.artifact = { name: textOf(data["publish"]) ?? "", version, writtenAt };
}

function createActivation(
  branch: BranchState,
  event: RunEvent,
  data: Fields,
  token: Token | null,
): ActivationState {
  return blankActivation({
    id: event.activation_id ?? "",
    node: event.node_id ?? "",
    kind: textOf(data["kind"]) ?? "",
    branch: branch.id,
    arrivals: token?.arrivals ?? [],
    iterationPath: event.iteration_path ?? null,
    loopsBefore: branch.loops,
    sessionBefore: branch.session,
    visitsBefore: branch.visits.length,
    failedBefore: token && failuresOf(token),
  });
}

function failuresOf({ failed, brought }: Token): ActivationState["failedBefore"] {
  if (failed === null && brought === undefined) return null;
  return brought === undefined ? { failed } : { failed, brought };
}

function consumeToken(state: Draft<RunState>, branch: Draft<BranchState>, node: string): void {
  branch.counts[node] = (branch.counts[node] ?? 0) + 1;
  if (branch.token?.parked === true) leaveMeeting(state, branch);
  branch.token = null;
}

/** A branch that was parked goes on by itself. */
function leaveMeeting(state: Draft<RunState>, branch: Draft<BranchState>): void {
  const fork = branch.fork === null ? undefined : draftFork(state, branch.fork);
  if (fork) fork.busy++;
  if (branch.token) branch.token = { ...branch.token, parked: false };
}

/**
 * Finished steps stay, but for a refused one and all behind it; attempts are fresh.
 *
 * A failed step that was followed by a finished one is settled, too: the node went another way.
 */
function startAgain(activation: Draft<ActivationState>): void {
  const refused = activation.redo === null ? null : logicalName(activation.redo);
  const steps = createDictionary<StepState>();
  const kept = Object.entries(activation.steps);
  const end = refused === null ? -1 : kept.findIndex(([name]) => name === refused);
  if (end >= 0) kept.splice(end);
  const settled = kept.findLastIndex(([, step]) => step.finished);
  for (const [at, [name, step]] of kept.entries()) {
    steps[name] = at < settled && !step.finished ? step : { ...step, failures: [] };
  }
  if (refused !== null) activation.redos++;
  activation.steps = steps;
  activation.redo = null;
  activation.restart = false;
  activation.failure = null;
}

function readMeta(data: Fields): Fields {
  const meta = fieldsOf(data["meta"]);
  if (data["_tokens"] === undefined) return meta;
  return { ...meta, _tokens: data["_tokens"], _cost_usd: data["_cost_usd"] ?? 0 };
}

function readWay(value: Value | undefined): Way {
  if (!isFields(value)) return nextEdge;
  if (value["kind"] === "end") {
    return { kind: "end", status: value["status"] === "fail" ? "fail" : "done" };
  }
  if (value["kind"] === "fork") {
    return value["edges"] === undefined
      ? { kind: "fork" }
      : { kind: "fork", edges: numbersOf(value["edges"]) };
  }
  const port = textOf(value["port"]);
  const edge = numberOf(value["edge"]);
  return {
    kind: "next",
    ...(port === null ? {} : { port }),
    ...(edge === null ? {} : { edge }),
  };
}

function readSession(value: Value | undefined, branch: string): SessionRef | undefined {
  if (!isFields(value)) return undefined;
  return {
    id: textOf(value["id"]) ?? "",
    parent: textOf(value["parent"]),
    branch,
    carrier: textOf(value["carrier"]) ?? "model",
    native: textOf(value["native"]),
  };
}
