/**
 * What a log has recorded of the world: how each step ended, what people answered, and how the run
 * was stopped and went on. A replay is played from it.
 */
import type { Fields, Value } from "../graph/value.ts";
import { isFields } from "../graph/value.ts";
import { informingTypes } from "./events.ts";
import type { InformingType, RunEvent } from "./events.ts";
import { readStepFailure, readUsage } from "./evolve/read-fault.ts";
import type { Failure, Usage } from "./failure.ts";
import { readPassage } from "./recorded-stops.ts";
import type { Cue, Passage, RecordedStop } from "./recorded-stops.ts";

/** A recorded run, taken apart. */
export interface Recording {
  readonly runId: string;
  /** By `stepKey`, in the order in which they ended; attempts that were cut off are left out. */
  readonly attempts: ReadonlyMap<string, readonly RecordedAttempt[]>;
  /** By the key of their question, those that counted. */
  readonly answers: ReadonlyMap<string, readonly RecordedAnswer[]>;
  /** Where a replay has to stand as well, in order; the last one is where the run was left. */
  readonly stops: readonly RecordedStop[];
}

/** One attempt at a step, and how it ended. */
export interface RecordedAttempt {
  /** How many of the recording's stops it came after. */
  readonly stage: number;
  readonly begun: Cue;
  readonly ended: Cue;
  /** Working time; what was cut off and made again took both. */
  readonly durationMs: number;
  readonly result: Value;
  readonly failure: Failure | null;
  readonly usage: Usage | null;
  /** What was told while it went on. */
  readonly informing: readonly { readonly type: InformingType; readonly data: Fields }[];
}

/** One person's answer. */
export interface RecordedAnswer {
  /** How many of the recording's stops the run went on after with it. */
  readonly stage: number;
  /** Where in the log the run went on with it; infinite if it never did. */
  readonly takenAt: number;
  readonly answers: Fields;
  readonly by: string;
  readonly via: string;
}

/** Where a recorded step is found. */
export function stepKey(activationId: string, step: string): string {
  return `${activationId}/${step}`;
}

/** A question, as far as it tells which one it is: its id is of no use, it has the run's in it. */
export interface Asked {
  readonly id: string;
  /** Empty for what is asked before anything goes on. */
  readonly activationId: string;
  /** Of what its node knows nothing. */
  readonly about?: string | undefined;
}

/** Where the answers to a question are found. */
export type QuestionKey = string;

/**
 * The key of each question of a run, by its id; they come in the order in which they were asked. Of an
 * activation's own questions, and of all that are about the same, the n-th stays the n-th.
 */
export function keysOfQuestions(asked: readonly Asked[]): ReadonlyMap<string, QuestionKey> {
  const counts = new Map<string, number>();
  return new Map(
    asked.map(({ id, activationId, about }) => {
      const counted = about ?? `/${activationId}`;
      const ordinal = (counts.get(counted) ?? 0) + 1;
      counts.set(counted, ordinal);
      return [id, `${activationId}/${about ?? ""}/${ordinal}`];
    }),
  );
}

/** Takes a log apart. */
export function readRecording(events: readonly RunEvent[]): Recording {
  const passage = readPassage(events);
  return {
    runId: events[0]?.run_id ?? "",
    attempts: readAttempts(events, passage),
    answers: readAnswers(events, passage),
    stops: passage.stops,
  };
}

function readAttempts(
  events: readonly RunEvent[],
  { stages, workedMs }: Passage,
): Map<string, RecordedAttempt[]> {
  const attempts = new Map<string, RecordedAttempt[]>();
  const begun = new Map<string, { readonly at: number; readonly informing: RunEvent[] }>();
  for (const [at, event] of events.entries()) {
    const id = event.activation_id ?? "";
    const start = begun.get(id);
    if (event.type === "step_started") {
      // It may have been cut off where a replay passes by: the time that took is part of it.
      const again = start !== undefined && stages[start.at] === stages[at];
      begun.set(id, { at: again ? start.at : at, informing: [] });
    } else if (isInforming(event)) start?.informing.push(event);
    if (event.type !== "step_finished") continue;
    begun.delete(id);
    const key = keyOfStep(event);
    const ended = { at, workedMs: workedMs[at] ?? 0 };
    const begunAt = start?.at ?? at;
    const attempt = {
      stage: stages[at] ?? 0,
      begun: { at: begunAt, workedMs: workedMs[begunAt] ?? 0 },
      ended,
      durationMs: ended.workedMs - (workedMs[begunAt] ?? 0),
      ...readAttempt(start?.informing ?? [], event),
    };
    attempts.set(key, [...(attempts.get(key) ?? []), attempt]);
  }
  return attempts;
}

function keyOfStep({ activation_id: id = "", data }: RunEvent): string {
  return stepKey(id, textOf(data?.["step"]));
}

function readAttempt(
  informing: readonly RunEvent[],
  { data = {} }: RunEvent,
): Omit<RecordedAttempt, "stage" | "begun" | "ended" | "durationMs"> {
  const usage = data["usage"] === undefined ? null : readUsage(data["usage"]);
  return {
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

function readAnswers(
  events: readonly RunEvent[],
  { stages }: Passage,
): Map<string, RecordedAnswer[]> {
  const answers = new Map<string, RecordedAnswer[]>();
  const keys = keysOfQuestions(readQuestions(events));
  const resumes = [...events.keys()].filter((at) => events[at]?.type === "run_resumed");
  for (const [at, { type, data = {} }] of events.entries()) {
    if (type !== "human_answers_recorded" || !isFields(data["answers"])) continue;
    const key = keys.get(textOf(data["interaction_id"])) ?? "";
    const answer = {
      stage: stages[at] ?? 0,
      takenAt: resumes.find((resume) => resume > at) ?? Infinity,
      answers: data["answers"],
      by: textOf(data["by"]),
      via: textOf(data["via"]),
      ...(data["expired"] === true ? { expired: true } : {}),
    };
    answers.set(key, [...(answers.get(key) ?? []), answer]);
  }
  return answers;
}

function readQuestions(events: readonly RunEvent[]): Asked[] {
  return events.flatMap(({ type, activation_id: activationId = "", data = {} }) => {
    if (type !== "human_input_requested") return [];
    const about = typeof data["about"] === "string" ? data["about"] : undefined;
    return [{ id: textOf(data["interaction_id"]), activationId, about }];
  });
}

const informing: ReadonlySet<string> = new Set(informingTypes);

function isInforming(event: RunEvent): event is RunEvent & { readonly type: InformingType } {
  return informing.has(event.type);
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
