/** Where a run stands, told apart further than by its status: why it stopped is part of it. */
import type { RunStatus } from "../run/events.ts";
import { isFields } from "../graph/value.ts";
import { asksPeople, isOpenGate } from "../run/state.ts";
import type { Interaction, RunFault } from "../run/state.ts";

/** A place where a run can stand. */
export type Standing =
  | RunStatus
  | "queued"
  | "paused"
  | "over_budget"
  | "handed_over"
  | "waiting_for_ci"
  | "ci_held"
  | "effects_pending";

/** What of a run says where it stands. */
export interface StandingFacts {
  readonly status: RunStatus;
  readonly failure: Pick<RunFault, "code" | "reason"> | null;
  readonly interactions?: Readonly<Record<string, Wait>>;
  /** The same, as views have them. */
  readonly gates?: readonly Wait[];
}

type Wait = Pick<Interaction, "source" | "answeredAt" | "withdrawn" | "questions">;

/** Where a run stands. */
export function standingOf(facts: StandingFacts): Standing {
  const { status, failure } = facts;
  if (status === "paused_waiting_human") return waitOf(facts) ?? status;
  if (status !== "failed_resumable" || failure === null) return status;
  if (failure.code === "BUDGET_EXCEEDED") return "over_budget";
  if (failure.code !== "INTERRUPTED") return status;
  if (failure.reason === "paused" || failure.reason === "queued") return failure.reason;
  return failure.reason === "job_time" ? "handed_over" : status;
}

/** What a run waits for that waits for nobody's answer; null if somebody is asked. */
function waitOf({
  gates,
  interactions = {},
}: StandingFacts): "waiting_for_ci" | "ci_held" | "effects_pending" | null {
  const open = (gates ?? Object.values(interactions)).filter(isOpenGate);
  if (open.length === 0 || open.some(asksPeople)) return null;
  if (open.some(({ source }) => source === "effects")) return "effects_pending";
  const held = open.some(({ questions }) => isFields(questions) && questions["held"] === true);
  return held ? "ci_held" : "waiting_for_ci";
}

const words: Readonly<Record<Standing, string>> = {
  running: "running",
  queued: "queued",
  paused_waiting_human: "waiting for an answer",
  waiting_for_ci: "waiting for CI",
  ci_held: "waiting for CI",
  effects_pending: "paused",
  paused: "paused",
  finished: "finished",
  failed: "failed",
  failed_resumable: "stopped, can be retried",
  handed_over: "stopped, can be retried",
  over_budget: "over budget",
  cancelled: "cancelled",
};

/** The words for it, as titles have them. */
export function describeStanding(standing: Standing): string {
  return words[standing];
}

/** True for a run that nothing will ever go on with. */
export function isOver(status: RunStatus): boolean {
  return status === "finished" || status === "failed";
}
