/** Edges have other places in a new text: wherever a state says one, it says the new one. Spec: runtime §20.1 (4). */
import type { Fields, Value } from "#core/graph/value.ts";
import { isList } from "#core/graph/value.ts";
import { isOfOwnGraph } from "#core/run/lineage.ts";
import type { ActivationState, Arrival, RunState, Way } from "#core/run/state.ts";
import type { Draft } from "./draft.ts";
import { readDraft } from "./draft.ts";

/** The new place of an edge; -1 if it is gone. */
type Move = (edge: number) => number;

/** Moves what arrived, what forked and what was chosen; the list has the new place for each old one. */
export function moveEdges(state: Draft<RunState>, places: Value | undefined): void {
  if (!isList(places)) return;
  const move: Move = (edge) => {
    const place = places[edge];
    return typeof place === "number" ? place : -1;
  };
  const isOwn = (branch: string): boolean => isOfOwnGraph(state, branch);
  for (const branch of Object.values(state.branches)) {
    const { token } = branch;
    if (token && isOwn(branch.id))
      readDraft(branch).token = { ...token, arrivals: moveArrivals(token.arrivals, move) };
  }
  for (const fork of Object.values(state.forks)) {
    if (isOwn(fork.parent)) readDraft(fork).chosen = fork.chosen.map(move);
  }
  for (const activation of Object.values(state.activations)) {
    if (isOwn(activation.branch)) moveActivation(activation, move);
  }
}

function moveActivation(activation: ActivationState, move: Move): void {
  const draft = readDraft(activation);
  draft.arrivals = moveArrivals(activation.arrivals, move);
  draft.way = moveWay(activation.way, move);
  draft.started = moveTurn(activation.started, move);
}

function moveArrivals(arrivals: readonly Arrival[], move: Move): Arrival[] {
  return arrivals.map((arrival) =>
    arrival.edge === null ? arrival : { ...arrival, edge: move(arrival.edge) },
  );
}

/** What a kind has chosen itself, and nobody has taken yet. */
function moveWay(way: Way, move: Move): Way {
  if (way.kind === "next" && way.edge !== undefined) return { ...way, edge: move(way.edge) };
  if (way.kind === "fork" && way.edges) return { ...way, edges: way.edges.map(move) };
  return way;
}

/** A router that takes turns chooses when it starts. */
function moveTurn(started: Fields, move: Move): Fields {
  const { selected_edge: edge } = started;
  return typeof edge === "number" ? { ...started, selected_edge: move(edge) } : started;
}
