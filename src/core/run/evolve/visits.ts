/** The visits that a branch sees of its own. Spec: runtime §7.1. */
import type { BranchState, RunState, Visit } from "#core/run/state.ts";
import type { Draft } from "./draft.ts";

/** Adds a visit, and its place to the lists by node and by artifact. */
export function appendVisit(branch: Draft<BranchState>, node: string, visit: Visit): void {
  const places = visit.artifact
    ? listOf(branch.publicationsOf, visit.artifact.name)
    : listOf(branch.visitsOf, node);
  places.push(branch.visits.length);
  branch.visits.push(visit);
}

/** Adds what other branches visited, in their order. */
export function appendVisits(
  state: Draft<RunState>,
  branch: Draft<BranchState>,
  visits: readonly Visit[],
): void {
  for (const visit of visits) {
    appendVisit(branch, state.activations[visit.activation]?.node ?? "", visit);
  }
}

/** Forgets all visits from a place on. */
export function cutVisits(branch: Draft<BranchState>, length: number): void {
  branch.visits.length = Math.min(branch.visits.length, length);
  for (const places of [branch.visitsOf, branch.publicationsOf]) {
    for (const [key, list] of Object.entries(places)) {
      places[key] = list.filter((place) => place < length);
    }
  }
}

/** The lists of a branch belong to the fold, which alone writes them. */
function listOf(places: Record<string, readonly number[]>, key: string): number[] {
  const known = places[key];
  if (known) return known as number[];
  const list: number[] = [];
  places[key] = list;
  return list;
}
