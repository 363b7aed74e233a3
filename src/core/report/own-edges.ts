/** Edges of the run's own graph: graphs that it calls count theirs from 0, too. */
import type { RunEvent } from "../run/events.ts";

/** The index of the edge that each event takes in the run's own graph; events must come in order. */
export function createEdgeReader(): (event: RunEvent) => number | undefined {
  const called: string[] = [];
  return ({ type, data, branch_id: branch = "" }) => {
    if (type === "branch_started" && data?.["call"] === true) called.push(branch);
    const edge = data?.["edge"];
    if (type !== "edge_selected" || typeof edge !== "number") return undefined;
    const inside = called.some((id) => branch === id || branch.startsWith(`${id}/`));
    return inside ? undefined : edge;
  };
}
