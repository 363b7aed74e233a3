/**
 * One event → the next state; the only place where state changes.
 *
 * Pure and total as seen from outside: a state belongs to whoever folds, each fold begins with a
 * state of its own (`createState`), and folding the same events always gives the same state. Inside,
 * the owned state is changed in place, so an event costs the same however long the run is. Keep a
 * copy (it is plain JSON but for `index`) to look back at an earlier moment.
 */
import type { Fields } from "#core/graph/value.ts";
import { createDictionary } from "#core/run/dictionary.ts";
import { endsGap } from "#core/run/events.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";
import { noUsage } from "#core/run/failure.ts";
import { createIndex } from "#core/run/index-of-run.ts";
import { noLimits } from "#core/run/limits.ts";
import type { RunState } from "#core/run/state.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import { branchFinished, branchStarted, edgeSelected, joinReady } from "./branch-facts.ts";
import { callStarted } from "./call-facts.ts";
import type { Change } from "./draft.ts";
import { readDraft } from "./draft.ts";
import { effectDone, effectIntended } from "./effect-facts.ts";
import { humanAnswersRecorded, humanInputRequested } from "./human-facts.ts";
import { artifactWritten, nodeFailed, nodeFinished, nodeStarted } from "./node-facts.ts";
import { runResumed } from "./resume-fact.ts";
import {
  budgetExceeded,
  budgetWarning,
  cancelRequested,
  runCancelled,
  runFailed,
  runFinished,
  runPaused,
  runStarted,
} from "./run-facts.ts";
import { stepFinished, stepStarted } from "./step-facts.ts";

const changes: Partial<Record<EventType, Change>> = {
  run_started: runStarted,
  run_resumed: runResumed,
  run_paused: runPaused,
  run_finished: runFinished,
  run_failed: runFailed,
  run_cancelled: runCancelled,
  cancel_requested: cancelRequested,
  branch_started: branchStarted,
  branch_finished: branchFinished,
  call_started: callStarted,
  join_ready: joinReady,
  edge_selected: edgeSelected,
  node_started: nodeStarted,
  step_started: stepStarted,
  step_finished: stepFinished,
  node_finished: nodeFinished,
  node_failed: nodeFailed,
  artifact_written: artifactWritten,
  human_input_requested: humanInputRequested,
  human_answers_recorded: humanAnswersRecorded,
  budget_warning: budgetWarning,
  budget_exceeded: budgetExceeded,
  effect_intended: effectIntended,
  effect_done: effectDone,
};

const nothing: Fields = {};

/** Takes over the state and applies one event to it. */
export function evolve(state: RunState, event: RunEvent): RunState {
  const draft = readDraft(state);
  if (event.timestamp !== draft.timestamp) {
    const passed = toMilliseconds(event.timestamp) - toMilliseconds(draft.timestamp);
    if (draft.seq >= 0 && draft.status === "running" && !endsGap(event) && passed > 0) {
      readDraft(draft.spent).duration_ms += passed;
    }
    draft.timestamp = event.timestamp;
  }
  draft.seq = event.seq;
  changes[event.type]?.(draft, event, event.data ?? nothing);
  return state;
}

/** The state before the first event. */
export function createState(): RunState {
  return {
    runId: "",
    status: "running",
    seq: -1,
    timestamp: "1970-01-01T00:00:00.000Z",
    createdAt: "",
    finishedAt: null,
    start: null,
    source: { path: "", text: "", sha256: "", hash: "" },
    vars: {},
    input: {},
    limits: noLimits,
    spent: { ...noUsage, duration_ms: 0, iterations: 0 },
    retries: 0,
    branches: createDictionary(),
    forks: createDictionary(),
    calls: createDictionary(),
    frames: createDictionary(),
    activations: createDictionary(),
    memory: createDictionary(),
    serverTools: createDictionary(),
    ownTools: {},
    workplace: {},
    interactions: createDictionary(),
    artifacts: createDictionary(),
    metered: createDictionary(),
    effects: createDictionary(),
    warned: [],
    exceeded: null,
    failure: null,
    cancelAsked: null,
    output: null,
    processes: 0,
    epoch: 0,
    index: createIndex(),
  };
}

/**
 * The state that a log gives.
 *
 * @example
 * const state = fold((await store.read("run_1")).events);
 */
export function fold(events: Iterable<RunEvent>): RunState {
  const state = createState();
  for (const event of events) evolve(state, event);
  return state;
}
