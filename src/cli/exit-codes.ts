/** What the shell is told at the end. */
import type { RunStatus } from "#core/run/events.ts";
import type { FailureCode } from "#core/run/failure.ts";

/** Exit codes by name. */
export const exitCodes = {
  done: 0,
  failed: 1,
  refused: 2,
  paused: 3,
  bug: 70,
  cancelled: 130,
  interrupted: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a refusal: a store that fails is no misuse. */
export function exitCodeOfRefusal(code: FailureCode): ExitCode {
  switch (code) {
    case "LOG_CORRUPT":
    case "STORE_FAILED":
    case "FENCED":
      return exitCodes.failed;
    case "INTERNAL":
      return exitCodes.bug;
    default:
      return exitCodes.refused;
  }
}

/** The exit code of an invocation that ended with a run in a status. */
export function exitCodeOfStatus(status: RunStatus, interrupted: boolean): ExitCode {
  switch (status) {
    case "finished":
      return exitCodes.done;
    case "paused_waiting_human":
      return exitCodes.paused;
    case "cancelled":
      return exitCodes.cancelled;
    case "running":
    case "failed":
    case "failed_resumable":
      return interrupted ? exitCodes.interrupted : exitCodes.failed;
  }
}
