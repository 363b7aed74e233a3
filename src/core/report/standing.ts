/** Where a run stands, told apart further than by its status: why it stopped is part of it. */
import type { RunStatus } from "../run/events.ts";
import type { RunFault } from "../run/state.ts";

/** A place where a run can stand. */
export type Standing = RunStatus | "paused" | "over_budget" | "handed_over";

/** What of a run says where it stands. */
export interface StandingFacts {
  readonly status: RunStatus;
  readonly failure: Pick<RunFault, "code" | "reason"> | null;
}

/** Where a run stands. */
export function standingOf({ status, failure }: StandingFacts): Standing {
  if (status !== "failed_resumable" || failure === null) return status;
  if (failure.code === "BUDGET_EXCEEDED") return "over_budget";
  if (failure.code !== "INTERRUPTED") return status;
  if (failure.reason === "paused") return "paused";
  return failure.reason === "job_time" ? "handed_over" : status;
}

const words: Readonly<Record<Standing, string>> = {
  running: "running",
  paused_waiting_human: "waiting for an answer",
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
