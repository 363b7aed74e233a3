/**
 * Where a replay has to stand as the recorded run did. Spec: runtime §28.
 *
 * A run comes to stand by itself where it fails, so a replay does too. A replay waits for nobody, and
 * nobody cuts it off: a pause or a stop from outside that was merely ended says nothing, and only one
 * at which the run went back, or went on with other limits or loops, is of the recording.
 */
import type { Fields } from "../graph/value.ts";
import type { NewEvent, RunEvent } from "./events.ts";
import { createState, evolve } from "./evolve/evolve.ts";
import type { RunFault, RunState } from "./state.ts";

/** A moment of a recorded run. */
export interface Cue {
  /** Its place in the log. */
  readonly at: number;
  /** Working time until then. */
  readonly workedMs: number;
}

/** How a run came to stand, and went on. */
export interface RecordedStop {
  /** What made it stand: something in it failed, nobody had answered yet, or neither. */
  readonly by: "failure" | "question" | "other";
  /** The events of a stop that was no doing of the graph's: cancelled, interrupted, over budget; else null. */
  readonly outside: readonly NewEvent[] | null;
  /** Working time until then. */
  readonly workedMs: number;
  /** The `run_resumed` with which it went on, or null. */
  readonly resume: Fields | null;
  /** Where in the log it went on; null for the last stop. */
  readonly resumedAt: number | null;
}

/** How a recorded run came along. */
export interface Passage {
  /** The last one is where the log ends. */
  readonly stops: readonly RecordedStop[];
  /** For each event how many stops it comes after. */
  readonly stages: readonly number[];
  /** For each event the working time until then. */
  readonly workedMs: readonly number[];
}

/** Finds the stops, and where everything else lies between them. */
export function readPassage(events: readonly RunEvent[]): Passage {
  const stops: RecordedStop[] = [];
  const worked: number[] = [];
  const state = createState();
  let last: RunEvent[] = [];
  const stopWith = (resume: Fields | null, resumedAt: number | null): void => {
    const outside = readOutside(state, last, resume !== null);
    const workedMs = state.spent.duration_ms;
    const stop = { by: readCause(state), outside, workedMs, resume, resumedAt };
    if (isToStandAt(stop) || (stop.by === "other" && isAnswered(events, stop))) stops.push(stop);
    last = [];
  };
  for (const [at, event] of events.entries()) {
    if (event.type === "run_resumed") stopWith(event.data ?? {}, at);
    if (/^(?:budget_exceeded|run_failed|run_cancelled)$/.test(event.type)) last.push(event);
    evolve(state, event);
    worked.push(state.spent.duration_ms);
  }
  stopWith(null, null);
  return { stops, stages: readStages(events, stops), workedMs: worked };
}

/** What a process recorded before it went on is part of that. */
function readStages(events: readonly RunEvent[], stops: readonly RecordedStop[]): number[] {
  const stages: number[] = [];
  let stage = 0;
  for (const at of events.keys()) {
    const isResume = stops[stage]?.resumedAt === at;
    if (isResume) stage += 1;
    stages.push(stage);
    if (!isResume) continue;
    for (let before = at - 1; isPrelude(events[before]); before -= 1) stages[before] = stage;
  }
  return stages;
}

/** True if people answered while the run stood. */
function isAnswered(
  events: readonly RunEvent[],
  { resumedAt }: Pick<RecordedStop, "resumedAt">,
): boolean {
  for (let before = (resumedAt ?? 0) - 1; isPrelude(events[before]); before -= 1) {
    if (events[before]?.type === "human_answers_recorded") return true;
  }
  return false;
}

/** True for what a process may record before the `run_resumed` with which it goes on. */
function isPrelude(event: RunEvent | undefined): boolean {
  return /^(?:human_answers_\w+|log_repaired|branch_finished|run_cancelled)$/.test(
    event?.type ?? "",
  );
}

/** True for a stop that a replay can't pass by. */
function isToStandAt({ by, resume }: Pick<RecordedStop, "by" | "resume">): boolean {
  if (resume === null || by === "failure") return true;
  return "budget" in resume || "rearm" in resume || "from" in resume;
}

function readCause(state: RunState): RecordedStop["by"] {
  if (state.status === "paused_waiting_human") return "question";
  return state.status === "failed_resumable" && failsByItself(state.failure) ? "failure" : "other";
}

/** True for a failure that the run comes to by itself, whoever drives it. */
export function failsByItself(failure: RunFault | null): boolean {
  switch (failure?.code) {
    case undefined:
    case "INTERRUPTED":
    case "REPLAY_MISMATCH":
      return false;
    case "TIMEOUT":
      return failure.node !== null;
    default:
      return true;
  }
}

function readOutside(
  state: RunState,
  last: readonly RunEvent[],
  wentOn: boolean,
): NewEvent[] | null {
  switch (state.status) {
    case "running":
      return [cutOff];
    case "cancelled":
      return last.slice(-1).map(toNew);
    case "failed_resumable":
      return isOutside(state) ? last.map(toNew) : null;
    case "paused_waiting_human":
      // Somebody answered, and nobody took it up.
      return wentOn || state.index.pending.size === 0 ? null : [cutOff];
    case "finished":
    case "failed":
      return null;
  }
}

/** Budgets, signals and the invocation's time are the run's, never a node's. */
function isOutside({ failure }: RunState): boolean {
  if (failure?.code === "TIMEOUT") return failure.node === null;
  return failure?.code === "INTERRUPTED" || failure?.code === "BUDGET_EXCEEDED";
}

/** Nothing tells of a process that was killed. */
const cutOff: NewEvent = {
  type: "run_failed",
  data: {
    error: "the recorded run was cut off here",
    code: "INTERRUPTED",
    resumable: true,
    reason: "replay",
    hint: "resume the recorded run and replay it again",
    replayed: true,
  },
};

/** The event without its place in the old log, marked as no doing of this run's. */
function toNew({ type, branch_id, node_id, activation_id, iteration_path, data }: RunEvent) {
  return {
    type,
    ...(branch_id === undefined ? {} : { branch_id }),
    ...(node_id === undefined ? {} : { node_id }),
    ...(activation_id === undefined ? {} : { activation_id }),
    ...(iteration_path === undefined ? {} : { iteration_path }),
    data: { ...data, replayed: true },
  } satisfies NewEvent;
}
