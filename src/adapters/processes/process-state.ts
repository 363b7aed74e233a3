/** What the system says of a process, where there is a /proc. */
import { readFileSync } from "node:fs";

/** A process that has been seen. */
export interface ProcessState {
  readonly group: number;
  /** It has ended, but whoever started it hasn't collected it yet; it still takes signals. */
  readonly dead: boolean;
}

/** Undefined if there is no such process, or no /proc. */
export function readProcessState(pid: number | string): ProcessState | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // Behind the name in brackets: state, parent, group.
    const [state = "", , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { group: Number(group), dead: state === "Z" || state === "X" };
  } catch {
    return undefined;
  }
}
