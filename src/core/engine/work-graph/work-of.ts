/** The graph that a branch runs in: the run's own, or one that was called. */
import type { RunState } from "#core/run/state.ts";
import type { WorkGraph } from "./work-graph.ts";

/** The graph of a branch, whichever graph of the run is at hand. */
export function workOf(work: WorkGraph, state: RunState, branch: string): WorkGraph {
  const frame = state.branches[branch]?.frame ?? "";
  const name = frame === "" ? null : state.frames[frame]?.graph;
  if (name == null) return work.root();
  const caller = workOf(work, state, state.branches[frame]?.parent ?? "");
  return caller.graphs.get(name) ?? caller;
}
