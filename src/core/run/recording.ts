/**
 * What a log has recorded of the world: how each step ended, what people answered, and how the run
 * was stopped and went on. A replay is played from it.
 */
import type { Fields, Value } from "../graph/value.ts";
import { isFields } from "../graph/value.ts";
import { informingTypes } from "./events.ts";
import type { InformingType, NewEvent, RunEvent } from "./events.ts";
import { createState, evolve } from "./evolve/evolve.ts";
import { readStepFailure, readUsage } from "./evolve/read-fault.ts";
import type { Failure, Usage } from "./failure.ts";
import type { RunState } from "./state.ts";
import { toMilliseconds } from "./timestamp.ts";

/** A recorded run, taken apart. */
export interface Recording {
  readonly runId: string;
  /** By `stepKey`, in the order in which they ended; attempts that were cut off are left out. */
  readonly attempts: ReadonlyMap<string, readonly RecordedAttempt[]>;
  /** Every step that was begun, by `stepKey`. */
  readonly begun: ReadonlySet<string>;
  /** By `questionKey`, those that counted. */
  readonly answers: ReadonlyMap<string, readonly RecordedAnswer[]>;
  /** Every time that the run came to stand, the last one included. */
  readonly stops: readonly RecordedStop[];
}

/** One attempt at a step, and how it ended. */
export interface RecordedAttempt {
  readonly durationMs: number;
  readonly result: Value;
  readonly failure: Failure | null;
  readonly usage: Usage | null;
  /** What was told while it went on. */
  readonly informing: readonly { readonly type: InformingType; readonly data: Fields }[];
}

/** One person's answer. */
export interface RecordedAnswer {
  readonly answers: Fields;
  readonly by: string;
  readonly via: string;
}

/** How a run came to stand. */
export interface RecordedStop {
  /** The events of a stop that was no doing of the graph's: cancelled, interrupted, over budget; else null. */
  readonly outside: readonly NewEvent[] | null;
  /** Working time until then. */
  readonly workedMs: number;
  /** The `run_resumed` with which it went on, or null. */
  readonly resume: Fields | null;
}

/** Where a recorded step is found. */
export function stepKey(activationId: string, step: string): string {
  return `${activationId}/${step}`;
}

/** Who asks, and which of its questions it is. */
export interface AskedQuestion {
  /** Empty for what is asked before anything goes on. */
  readonly activationId: string;
  /** Of what its node knows nothing. */
  readonly about?: string | undefined;
  /** Counted from 1: of what an activation asks itself, and in the run of what is about the same. */
  readonly ordinal: number;
}

/** Where the answers to a question are found; its id is of no use, it has the run's in it. */
export function questionKey({ activationId, about, ordinal }: AskedQuestion): string {
  return about === undefined ? `${activationId}/${ordinal}` : `${activationId}/${about}/${ordinal}`;
}

/** Takes a log apart. */
export function readRecording(events: readonly RunEvent[]): Recording {
  return {
    runId: events[0]?.run_id ?? "",
    attempts: readAttempts(events),
    begun: new Set(events.filter(({ type }) => type === "step_started").map(keyOfStep)),
    answers: readAnswers(events),
    stops: readStops(events),
  };
}

function readAttempts(events: readonly RunEvent[]): Map<string, RecordedAttempt[]> {
  const attempts = new Map<string, RecordedAttempt[]>();
  const begun = new Map<string, { readonly event: RunEvent; readonly informing: RunEvent[] }>();
  for (const event of events) {
    const id = event.activation_id ?? "";
    if (event.type === "step_started") begun.set(id, { event, informing: [] });
    else if (isInforming(event)) begun.get(id)?.informing.push(event);
    if (event.type !== "step_finished") continue;
    const start = begun.get(id);
    begun.delete(id);
    const key = keyOfStep(event);
    const attempt = readAttempt(start?.event ?? event, start?.informing ?? [], event);
    attempts.set(key, [...(attempts.get(key) ?? []), attempt]);
  }
  return attempts;
}

function keyOfStep({ activation_id: id = "", data }: RunEvent): string {
  return stepKey(id, textOf(data?.["step"]));
}

function readAttempt(
  start: RunEvent,
  informing: readonly RunEvent[],
  { timestamp, data = {} }: RunEvent,
): RecordedAttempt {
  const usage = data["usage"] === undefined ? null : readUsage(data["usage"]);
  return {
    durationMs: toMilliseconds(timestamp) - toMilliseconds(start.timestamp),
    result: data["result"] ?? null,
    failure: isFields(data["error"]) ? readFailure(data["error"], usage) : null,
    usage,
    informing: informing.filter(isInforming).map((event) => ({
      type: event.type,
      data: event.data ?? {},
    })),
  };
}

/** With whatever else the adapter wrote about it. */
function readFailure(error: Fields, usage: Usage | null): Failure {
  const known = ["code", "message", "retryable", "hint", "errors", "redo", "cause"];
  const others = Object.entries(error).filter(
    ([name]) => ![...known, "retry_after_ms", "status_code"].includes(name),
  );
  return {
    ...readStepFailure(error),
    ...(usage === null ? {} : { usage }),
    ...(others.length === 0 ? {} : { data: Object.fromEntries(others) }),
  };
}

function readAnswers(events: readonly RunEvent[]): Map<string, RecordedAnswer[]> {
  const answers = new Map<string, RecordedAnswer[]>();
  const keys = keysOfQuestions(events);
  for (const { type, data = {} } of events) {
    if (type !== "human_answers_recorded" || !isFields(data["answers"])) continue;
    const key = keys.get(textOf(data["interaction_id"])) ?? "";
    const answer = {
      answers: data["answers"],
      by: textOf(data["by"]),
      via: textOf(data["via"]),
      ...(data["expired"] === true ? { expired: true } : {}),
    };
    answers.set(key, [...(answers.get(key) ?? []), answer]);
  }
  return answers;
}

/** The key of each question, by its id. */
function keysOfQuestions(events: readonly RunEvent[]): Map<string, string> {
  const keys = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { type, activation_id: activationId = "", data = {} } of events) {
    if (type !== "human_input_requested") continue;
    const about = typeof data["about"] === "string" ? data["about"] : undefined;
    const counted = about ?? `/${activationId}`;
    const ordinal = (counts.get(counted) ?? 0) + 1;
    counts.set(counted, ordinal);
    const key = questionKey({ activationId, about, ordinal });
    keys.set(textOf(data["interaction_id"]), key);
  }
  return keys;
}

function readStops(events: readonly RunEvent[]): RecordedStop[] {
  const stops: RecordedStop[] = [];
  const state = createState();
  let last: RunEvent[] = [];
  const stopWith = (resume: Fields | null): void => {
    const workedMs = state.spent.duration_ms;
    stops.push({ outside: readOutside(state, last), workedMs, resume });
    last = [];
  };
  for (const event of events) {
    if (event.type === "run_resumed") stopWith(event.data ?? {});
    if (/^(?:budget_exceeded|run_failed|run_cancelled)$/.test(event.type)) last.push(event);
    evolve(state, event);
  }
  stopWith(null);
  return stops;
}

function readOutside(state: RunState, last: readonly RunEvent[]): NewEvent[] | null {
  switch (state.status) {
    case "running":
      return [cutOff];
    case "cancelled":
      return last.slice(-1).map(toNew);
    case "failed_resumable":
      return isOutside(state) ? last.map(toNew) : null;
    case "paused_waiting_human":
      // Somebody answered, and nobody took it up.
      return state.index.pending.size === 0 ? null : [cutOff];
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
  },
};

/** The event without its place in the old log. */
function toNew({ type, branch_id, node_id, activation_id, iteration_path, data }: RunEvent) {
  return {
    type,
    ...(branch_id === undefined ? {} : { branch_id }),
    ...(node_id === undefined ? {} : { node_id }),
    ...(activation_id === undefined ? {} : { activation_id }),
    ...(iteration_path === undefined ? {} : { iteration_path }),
    ...(data === undefined ? {} : { data }),
  } satisfies NewEvent;
}

const informing: ReadonlySet<string> = new Set(informingTypes);

function isInforming(event: RunEvent): event is RunEvent & { readonly type: InformingType } {
  return informing.has(event.type);
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
