/** A run as it is reported: what it is, and what is shown of it. */
import type { Graph } from "#core/graph/graph.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import type { Door } from "./door.ts";
import type { ReportSettings } from "./report-settings.ts";

/** A run on a thread. */
export interface ReportedRun {
  readonly run: string;
  readonly seq: number;
  readonly trigger: string;
  readonly thread: number | null;
  readonly headSha: string | null;
  readonly baseSha: string | null;
  readonly initiator: { readonly id: number; readonly login: string };
  readonly graph: Graph;
  /** What happened in earlier jobs. */
  readonly before: readonly RunEvent[];
}

/** What is shown of a run. */
export interface Shown {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly saved: SavedCheckpoint | null;
}

/** Where a checkpoint lies. */
export interface SavedCheckpoint {
  readonly ref: string;
  readonly commit: string;
}

/** What a report is opened for. */
export interface Opening {
  readonly door: Door;
  readonly run: ReportedRun;
  readonly settings: ReportSettings;
}
