/** Whether a process that left its number in a file is still there. */
import { hostname } from "node:os";
import { readProcessState } from "#adapters/processes/process-state.ts";
import { errorCode } from "#core/text/fault.ts";

/** A process as a file names it. */
export interface NamedProcess {
  readonly pid: number;
  readonly host: string;
  /** When it wrote its number down. */
  readonly at: string;
}

/** True if the process is known to have ended: one of another host never is. */
export function isGone({ pid, host, at }: NamedProcess): boolean {
  if (pid === 0 || host !== hostname()) return false;
  // A process number is used again: what was written before this process began isn't its own.
  if (pid === process.pid) return Date.parse(at) < startOfThisProcess() - 1_000;
  try {
    process.kill(pid, 0);
    return readProcessState(pid)?.dead === true;
  } catch (error) {
    return errorCode(error) === "ESRCH";
  }
}

/** The earlier one of what it was and what it seems now: the clock may have been set forward or back since. */
function startOfThisProcess(): number {
  return Math.min(performance.timeOrigin, Date.now() - process.uptime() * 1_000);
}
