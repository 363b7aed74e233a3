/** A run as it is reported: what it is, and what is shown of it. */
import type { Graph } from "#core/graph/graph.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import type { Door } from "../door.ts";
import type { Keeper, KeptRun } from "../state/keeper.ts";
import type { ReportSettings } from "./report-settings.ts";

/** A run on a thread. */
export interface ReportedRun extends KeptRun {
  readonly graph: Graph;
  /** Knows where the run stands. */
  readonly keeper: Pick<Keeper, "standing" | "moveTo" | "knowAuthors">;
  /** What happened in earlier jobs. */
  readonly before: readonly RunEvent[];
  /** Others are ahead of it, and the comment is theirs. */
  readonly waits?: boolean;
}

/** What is shown of a run. */
export interface Shown {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  /** The newest checkpoint has it: what isn't kept yet didn't happen for the next job. */
  readonly kept: boolean;
  /** Where what the job leaves for people can be downloaded. */
  readonly reportUrl?: string;
}

/** What a report is opened for. */
export interface Opening {
  readonly door: Door;
  readonly run: ReportedRun;
  readonly settings: ReportSettings;
}
