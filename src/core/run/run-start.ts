/** What a run began with, as its state keeps it. */
import type { Graph } from "../graph/graph.ts";
import type { Fields } from "../graph/value.ts";
import type { RunSettings } from "./settings.ts";

/** A workflow's text as the run has it. */
export interface RunSource {
  readonly path: string;
  readonly text: string;
  /** Of the text, as lower-case hex. */
  readonly sha256: string;
  /** Of the graph. */
  readonly hash: string;
}

/** What `run_started` said once and for all. */
export interface RunStart {
  readonly workflow: string;
  readonly language: "iter" | "flow";
  readonly engineVersion: string;
  readonly env: readonly string[];
  readonly preset: string | null;
  /** The model of nodes that name none, if one was given for the run. */
  readonly model: string | null;
  readonly recipe: Fields | null;
  readonly simulated: boolean;
  readonly script: Fields | null;
  readonly replayOf: string | null;
  readonly github: Fields;
  /** The graph itself, where the text alone does not tell it. */
  readonly graph: Graph | null;
  /** Of a flow. */
  readonly settings: RunSettings | null;
}

/**
 * True if a run's text may mean another graph when files that it uses change: the graph that it had
 * is kept then. A flow uses none.
 */
export function usesFiles(start: RunStart | null): boolean {
  return start?.graph != null && start.language === "iter";
}
