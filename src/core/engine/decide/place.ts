/** Where in a run an event belongs. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { EventType, NewEvent } from "#core/run/events.ts";
import type { ActivationState, BranchState } from "#core/run/state.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";

/** The places of an event: branch, node, activation, loops around it. */
export type Place = Pick<NewEvent, "branch_id" | "node_id" | "activation_id" | "iteration_path">;

/** Nothing but the run. */
export const nowhere: Place = {};

/** A node in a branch. */
export function placeIn(
  work: WorkGraph,
  branch: BranchState,
  node: string,
  activation?: string,
): Place {
  return placeAt(branch.id, node, activation, iterationPath(work, branch, node));
}

/** An activation; its loops are those of its start. */
export function placeOf(activation: ActivationState): Place {
  return placeAt(activation.branch, activation.node, activation.id, activation.iterationPath);
}

/** Key by key: one is made for each event, and spreading objects into it takes several times as long. */
function placeAt(
  branch: string,
  node: string,
  activation: string | undefined,
  path: string | null,
): Place {
  const place: { -readonly [Key in keyof Place]: Place[Key] } = {};
  if (branch !== "") place.branch_id = branch;
  place.node_id = node;
  if (activation !== undefined) place.activation_id = activation;
  if (path !== null) place.iteration_path = path;
  return place;
}

/** An event at a place; an empty payload is left out. */
export function createEvent(type: EventType, place: Place, data: Fields = {}): NewEvent {
  for (const _ in data) return { ...place, type, data };
  return { ...place, type };
}

/** A payload without the keys that have no value. */
export function payload(entries: Readonly<Record<string, Value | undefined>>): Fields {
  const data: Record<string, Value> = {};
  for (const key in entries) {
    const value = entries[key];
    if (value !== undefined) data[key] = value;
  }
  return data;
}

/** `outer=1;inner=0`, or null outside loops. */
export function iterationPath(work: WorkGraph, branch: BranchState, node: string): string | null {
  const loops = work.loopsAround.get(node);
  if (!loops) return null;
  return loops.map((name) => `${name}=${branch.loops[name]?.count ?? 0}`).join(";");
}

/** The ids of the branches that a fork opens along edges to these nodes, in order. */
export function branchIdsFor(activation: string, targets: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return targets.map((node) => {
    const count = (counts.get(node) ?? 0) + 1;
    counts.set(node, count);
    return count === 1 ? `${activation}.${node}` : `${activation}.${node}~${count}`;
  });
}

/** The id of the next activation of a node in a branch. */
export function activationIdFor(branch: BranchState, node: string): string {
  const count = branch.counts[node] ?? 0;
  return branch.id === "" ? `${node}#${count}` : `${branch.id}/${node}#${count}`;
}
