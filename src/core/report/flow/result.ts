/** What a run of a flow gives: a view of its log. Spec: flow §14. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { RunState } from "#core/run/state.ts";
import { compareCodePoints } from "#core/text/unicode.ts";
import type { FlowError } from "./error.ts";
import { readHistory } from "./history.ts";
import type { ExecutionRecord, FlowEvent } from "./history.ts";
import { readRetries } from "./retries.ts";
import type { RetryEvent } from "./retries.ts";
import { createTrace, replayTrace } from "./trace.ts";
import type { FlowTrace, ReplayReport } from "./trace.ts";

/** An open gate. */
export interface FlowQuestion {
  readonly gate: string;
  readonly node_id: string;
  readonly branch_id: string;
  readonly questions: Value;
}

/** The result of a run. */
export interface FlowResult {
  readonly workflow_name: string;
  readonly run_id: string | null;
  readonly status: "running" | "completed" | "failed" | "cancelled" | "paused";
  readonly terminal_node_id: string | null;
  readonly error: FlowError | null;
  readonly node_executions: readonly ExecutionRecord[];
  readonly events: readonly FlowEvent[];
  readonly retry_events: readonly RetryEvent[];
  readonly node_outputs: Fields;
  readonly trace: FlowTrace | null;
  readonly replay_report: ReplayReport | null;
  readonly questions: readonly FlowQuestion[];
}

const version = "v0";

/** The result of a run, as far as it has come. */
export function viewFlowRun(state: RunState, log: readonly RunEvent[]): FlowResult {
  const history = readHistory(log);
  const status = statusOf(state);
  const settings = state.start?.settings;
  const name = state.start?.workflow ?? "";
  const clock = settings?.traceClock ?? "logical";
  const trace =
    settings?.trace === false ? null : createTrace({ name, version, clock, steps: history.trace });
  const checks = settings?.replayCheck === true && status === "completed" && trace !== null;
  return {
    workflow_name: name,
    run_id: state.runId,
    status,
    terminal_node_id: status === "completed" ? (state.frames[""]?.terminal ?? null) : null,
    error: status === "failed" || status === "cancelled" ? history.error : null,
    node_executions: history.executions,
    events: history.events,
    retry_events: readRetries(state, log),
    node_outputs: sortKeys(state.frames[""]?.outputs ?? {}),
    trace,
    replay_report: checks ? replayTrace(trace) : null,
    questions: status === "paused" ? openQuestions(state) : [],
  };
}

/** The result of a run that never was. */
export function refusedRun(name: string, error: FlowError): FlowResult {
  return {
    workflow_name: name,
    run_id: null,
    status: "failed",
    terminal_node_id: null,
    error,
    node_executions: [],
    events: [],
    retry_events: [],
    node_outputs: {},
    trace: null,
    replay_report: null,
    questions: [],
  };
}

function statusOf({ status }: RunState): FlowResult["status"] {
  switch (status) {
    case "finished":
      return "completed";
    case "failed":
    case "failed_resumable":
      return "failed";
    case "paused_waiting_human":
      return "paused";
    case "cancelled":
    case "running":
      return status;
  }
}

function openQuestions(state: RunState): FlowQuestion[] {
  return Object.values(state.interactions)
    .filter(isOpenGate)
    .map(({ gate, nodeId, branchId, questions }) => ({
      gate,
      node_id: nodeId,
      branch_id: branchId,
      questions,
    }));
}

function sortKeys(fields: Fields): Fields {
  const entries = Object.entries(fields);
  return Object.fromEntries(entries.toSorted(([a], [b]) => compareCodePoints(a, b)));
}
