/**
 * Run events: everything that can happen to a run, one JSON object a line.
 *
 * Facts move state; the others only inform and are ignored by the fold. Spec: runtime §3.
 */
import type { Fields } from "../graph/value.ts";

/** Version of the log's format; a log that says a higher one is refused. */
export const formatVersion = 1;

/** Facts: events that move state. */
export const factTypes = [
  "run_started",
  "run_resumed",
  "run_paused",
  "run_finished",
  "run_failed",
  "run_cancelled",
  "branch_started",
  "branch_finished",
  "call_started",
  "cancel_requested",
  "join_ready",
  "edge_selected",
  "node_started",
  "step_started",
  "step_finished",
  "node_finished",
  "node_failed",
  "artifact_written",
  "human_input_requested",
  "human_answers_recorded",
  "budget_warning",
  "budget_exceeded",
  "effect_intended",
  "effect_done",
] as const;

/** Events that only inform. */
export const informingTypes = [
  "llm_prompt",
  "llm_request",
  "llm_retry",
  "llm_fallback",
  "llm_text",
  "delegate_retry",
  "tool_retry",
  "llm_step_finished",
  "tool_called",
  "tool_error",
  "tool_progress",
  "mcp_tools_listed",
  "mcp_tools_changed",
  "own_tools_changed",
  "delegate_started",
  "delegate_event",
  "delegate_finished",
  "delegate_error",
  "workspace_changed",
  "workspace_unknown",
  "human_answers_rejected",
  "session_lost",
  "log_repaired",
] as const;

export type FactType = (typeof factTypes)[number];
export type InformingType = (typeof informingTypes)[number];
export type EventType = FactType | InformingType;

const facts: ReadonlySet<string> = new Set(factTypes);

/** True for events that move state. */
export function isFact(type: EventType): boolean {
  return facts.has(type);
}

/** One line of the log; optional keys are left out. Keys are written in this order. */
export interface RunEvent {
  /** 0, 1, 2 … without gap over all processes. */
  readonly seq: number;
  /** UTC, milliseconds; never smaller than that of the line before. */
  readonly timestamp: string;
  readonly type: EventType;
  readonly run_id: string;
  /** Absent for the main branch. */
  readonly branch_id?: string;
  readonly node_id?: string;
  readonly activation_id?: string;
  readonly iteration_path?: string;
  /** Nobody worked on the run since the event before: whoever wrote this had not gone on with it. */
  readonly idle?: true;
  /** Payload as runtime §3.4 and §3.5 list it; absent if empty. */
  readonly data?: Fields;
}

/** True if nobody worked on the run between the event before and this one. Spec: runtime §4.4. */
export function endsGap({ type, idle }: Pick<RunEvent, "type" | "idle">): boolean {
  return type === "run_resumed" || idle === true;
}

/** An event before it has its place and time. */
export type NewEvent = Omit<RunEvent, "seq" | "timestamp" | "run_id" | "idle">;

/** The six statuses of a run. */
export type RunStatus =
  "running" | "paused_waiting_human" | "finished" | "failed" | "failed_resumable" | "cancelled";
