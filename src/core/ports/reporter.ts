/** The reporter port: somebody who watches a run. */
import type { RunEvent } from "../run/events.ts";
import type { RunState } from "../run/state.ts";

/** Told of every event after it is durable and folded; a reporter that fails never fails a run. */
export interface Reporter {
  on(event: RunEvent, state: RunState): void;
  /** The last call; may wait for what is still being shown. */
  close?(): Promise<void> | void;
}
