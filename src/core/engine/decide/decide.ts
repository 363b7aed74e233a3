/**
 * Decides what a run does next.
 *
 * Pure: the same graph and state always give the same decisions, so a run can be resumed, inspected
 * and tested from its log alone. Each call answers with the first rule that has something to say;
 * it is asked again after that was folded. Only the marks of what changed are cleared on the way.
 */
import type { NewEvent } from "#core/run/events.ts";
import type { ActivationState, ForkState, RunState } from "#core/run/state.ts";
import type { WorkGraph } from "../work-graph/work-graph.ts";
import { workOf } from "../work-graph/work-of.ts";
import { decideBudget } from "./budget.ts";
import { decideCalls } from "./calls.ts";
import { cancelSetAside } from "./cancelling.ts";
import { failActivation, failFork } from "./failing.ts";
import { decideFork } from "./meeting.ts";
import { createEvent, nowhere, placeOf } from "./place.ts";
import { routeActivation } from "./routing.ts";
import { decideCancel } from "./shield.ts";
import { startPending, startReleased } from "./slots.ts";

/** What to write down, and which activations to perform. */
export interface Decision {
  readonly record: readonly NewEvent[];
  readonly perform: readonly string[];
}

/** When the question is asked. */
export interface Moment {
  readonly now: number;
  /** Activations that are being performed. */
  readonly inFlight: number;
  /** Nothing new may start. */
  readonly stopping?: boolean;
  /** An effect that was aborted has not let go of the workspace yet. */
  readonly workspaceBusy?: boolean;
}

/**
 * What may happen next, given everything that has happened.
 *
 * @example
 * const { record, perform } = decide(work, state, { now: clock.now(), inFlight: 0 });
 */
export function decide(work: WorkGraph, state: RunState, moment: Moment): Decision {
  if (state.status !== "running") return nothing;
  const { index } = state;
  const left = index.setAside.size === 0 ? [] : cancelSetAside(work, state);
  if (left.length > 0) return toRecord(left);
  const cancelled = decideCancel(state);
  if (cancelled.length > 0) return toRecord(cancelled);
  const limited = decideBudget(state, moment.now, nowhere);
  if (limited.length > 0) return toRecord(limited);
  const failed = firstOf(state, index.failed);
  if (failed) return toRecord(failActivation(workOf(work, state, failed.branch), state, failed));
  for (const fork of openForks(state)) {
    if (fork.broken > 0) return toRecord(failFork(workOf(work, state, fork.parent), state, fork));
  }
  const ended = firstOf(state, index.unrouted);
  if (ended) return toRecord(routeActivation(workOf(work, state, ended.branch), state, ended));
  const free = moment.workspaceBusy !== true;
  const met = decideForks(work, state, { free, stopping: moment.stopping === true });
  if (met) return met;
  const calls = decideCalls(work, state, moment.stopping === true);
  if (calls.length > 0) return toRecord(calls);
  if (moment.stopping === true) return nothing;
  const started = startPending(work, state, free);
  if (started.record.length > 0 || started.perform.length > 0) return started;
  const waitsForWorkspace = !free && (index.pending.size > 0 || index.forks.size > 0);
  return moment.inFlight > 0 || waitsForWorkspace ? nothing : decidePause(state);
}

const nothing: Decision = { record: [], perform: [] };
const noForks: readonly ForkState[] = [];

/** The first of some activations; mostly there are none, and a look at the count costs least. */
function firstOf(state: RunState, ids: ReadonlySet<string>): ActivationState | undefined {
  if (ids.size === 0) return undefined;
  for (const id of ids) {
    const activation = state.activations[id];
    if (activation) return activation;
  }
  return undefined;
}

/** Open forks in which something changed, innermost first; those of settled branches are over. */
function openForks(state: RunState): readonly ForkState[] {
  const { index } = state;
  if (index.forks.size === 0) return noForks;
  const open: ForkState[] = [];
  for (const id of index.forks) {
    const fork = state.forks[id];
    const goesOn = fork && !fork.failed && state.branches[fork.parent]?.status === "live";
    if (goesOn) open.push(fork);
    else index.forks.delete(id);
  }
  return open.sort((a, b) => b.depth - a.depth);
}

/** Meetings and ends; whoever goes on alone starts with that, unless the run is to stop. */
function decideForks(
  work: WorkGraph,
  state: RunState,
  { free, stopping }: { readonly free: boolean; readonly stopping: boolean },
): Decision | undefined {
  const { index } = state;
  for (const fork of openForks(state)) {
    const own = workOf(work, state, fork.parent);
    const { record, goOn } = decideFork(own, state, fork);
    if (record.length > 0) return toRecord(record);
    const started = stopping ? nothing : startReleased(own, state, { branches: goOn, free });
    if (started.record.length > 0) return started;
    if (goOn.length === 0) index.forks.delete(fork.id);
  }
  return undefined;
}

/** Nothing can go on: people are asked, or the engine is wrong. */
function decidePause(state: RunState): Decision {
  const gates = [...state.index.gates]
    .flatMap((id) => state.interactions[id] ?? [])
    .filter((gate) => state.branches[gate.branchId]?.status === "live");
  const [first] = gates;
  if (!first) {
    throw new Error(`The run "${state.runId}" stands still: nothing to do and nobody to ask.`);
  }
  const activation = state.activations[first.activationId];
  return toRecord([
    createEvent("run_paused", activation ? placeOf(activation) : nowhere, {
      interactions: gates.map((gate) => gate.id),
      gates: gates.map((gate) => gate.gate),
    }),
  ]);
}

function toRecord(record: readonly NewEvent[]): Decision {
  return { record, perform: [] };
}
