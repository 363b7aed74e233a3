/** The graph that a branch runs in: the run's own, or one that was called. */
import type { RunState } from "#core/run/state.ts";
import type { WorkGraph } from "./work-graph.ts";

/** The graph of a branch. */
export function workOf(work: WorkGraph, state: RunState, branch: string): WorkGraph {
  const frame = state.branches[branch]?.frame ?? null;
  const name = frame === null ? null : state.frames[frame]?.graph;
  return name == null ? work : (work.graphs.get(name) ?? work);
}
