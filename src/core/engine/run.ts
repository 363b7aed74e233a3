/** One run in this process: what everybody who works on it shares. */
import type { AsideQuestion } from "#core/ports/effects.ts";
import type { RunWriter } from "#core/ports/store.ts";
import type { ActivationState, RunState } from "#core/run/state.ts";
import type { Cues } from "./cues.ts";
import type { Journal } from "./journal.ts";
import type { Ledger } from "./perform/ledger.ts";
import type { StoredConversation } from "./perform/stored-sessions.ts";
import type { Watcher } from "./perform/watch.ts";
import type { WorkGraph } from "./work-graph/work-graph.ts";
import type { World } from "./world.ts";

/** A run that is being driven. */
export interface ActiveRun {
  readonly runId: string;
  readonly work: WorkGraph;
  readonly world: World;
  readonly writer: RunWriter;
  readonly state: RunState;
  readonly journal: Journal;
  readonly ledger: Ledger;
  /** Activations that are being performed. */
  readonly flights: Map<string, Flight>;
  /** Effects that are under way, of flights that were given up as well. */
  readonly effects: Set<Promise<unknown>>;
  /** Effects that change the workspace and whose activation was given up. */
  readonly strays: Set<Promise<unknown>>;
  /** Conversations of this process, by session. */
  readonly conversations: Map<string, StoredConversation>;
  /** Sessions by the files that this process has found for them. */
  readonly sessionFiles: Map<string, string>;
  /** Says whose turn it is in a replay; else null. */
  readonly cues: Cues | null;
  /** Looks at the workspace; null if nobody does. */
  readonly watcher: Watcher | null;
  /** Publications are written one after the other. */
  publishing: Promise<void>;
  /** Set by a soft stop: steps in hand finish, nothing new starts. */
  stopReason: string | null;
  /** Records a budget's warning or end right behind the event that caused it. */
  checkBudget(activation: ActivationState): void;
  /** Something happened: decide anew. */
  wake(): void;
}

/** An activation that is being performed. */
export interface Flight {
  readonly id: string;
  readonly mutating: boolean;
  /** Made when something asks for its signal. */
  controller: AbortController | null;
  /** What it is doing outside. */
  effect: Promise<unknown> | null;
  /** Given up: whatever it still does is of no interest. */
  dropped: boolean;
  /** It waits for a retry or for the budget. */
  resting: boolean;
  /** What people have to be asked before the step in hand is made again. */
  question: AsideQuestion | null;
}

/** The signal by which an activation's effects are aborted. */
export function signalOf(flight: Flight): AbortSignal {
  flight.controller ??= new AbortController();
  if (flight.dropped) flight.controller.abort();
  return flight.controller.signal;
}

/** True while an activation's results count. */
export function counts(run: ActiveRun, flight: Flight): boolean {
  return !flight.dropped && run.state.status === "running" && run.journal.broken === undefined;
}

/** Gives an activation up: its effects are aborted, its results ignored. */
export function dropFlight(run: ActiveRun, flight: Flight): void {
  if (flight.dropped) return;
  flight.dropped = true;
  run.flights.delete(flight.id);
  flight.controller?.abort();
  if (flight.mutating && flight.effect) keepWorkspace(run, flight.effect);
}

/** An activation waits for people: it is performed again when they have answered. */
export function leaveFlight(run: ActiveRun, flight: Flight): void {
  flight.dropped = true;
  run.flights.delete(flight.id);
  run.wake();
}

/** Nobody else gets the workspace before an effect that was aborted has really ended. */
function keepWorkspace(run: ActiveRun, effect: Promise<unknown>): void {
  run.strays.add(effect);
  void effect.then(() => {
    run.strays.delete(effect);
    run.state.index.startable = true;
    run.wake();
  });
}
