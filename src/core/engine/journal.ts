/**
 * Records what happens: stamps an event, folds it, and sees to it that it is durable before
 * anything is done because of it.
 *
 * Log order is fold order. Events that are ready together are written as one group: a lone worker
 * writes at once, several wait a moment for one another.
 */
import type { RunWriter } from "../ports/store.ts";
import { evolve } from "../run/evolve/evolve.ts";
import { isFact } from "../run/events.ts";
import type { NewEvent, RunEvent } from "../run/events.ts";
import type { RunState } from "../run/state.ts";
import { toMilliseconds, toTimestamp } from "../run/timestamp.ts";
import type { World } from "./world.ts";

/** The one way into a run's log. */
export interface Journal {
  readonly state: RunState;
  /** Stamps and folds an event; it becomes durable with the next group. */
  record(event: NewEvent): void;
  /**
   * Makes everything recorded so far durable; undefined if it is already. After the store has
   * failed it never returns.
   */
  durable(): Promise<void> | undefined;
  /**
   * The same before something is done outside because of it: whoever slept meanwhile, so that another
   * process has taken the run over, never returns either.
   */
  owned(): Promise<void> | undefined;
  /** Writes what has piled up while nobody waited for it. */
  relieve(): void;
  /** Resolves when everything recorded so far is durable, or the log has stopped. */
  settled(): Promise<void>;
  /** The fault that stopped the log, if one did. */
  readonly broken: unknown;
  /** Stops the log for good: nothing more is recorded, and nobody who waits for it goes on. */
  breakDown(error: unknown): void;
  /** Called once when the log stops. */
  onBroken(listener: () => void): void;
}

/** What a journal is made of. */
export interface JournalOptions {
  readonly world: World;
  readonly writer: RunWriter;
  readonly state: RunState;
  readonly runId: string;
}

/** How many events wait at most for something to be done because of them. */
const pile = 256;

/** How many turns of the microtask queue others get to add to a group. */
const patience = 12;

/** How long events that only inform may wait for a fact to be written with. */
const informWithinMs = 1_000;

/** Opens the journal of a run. */
export function createJournal(
  options: JournalOptions & { readonly alone: () => boolean },
): Journal {
  const { world, writer, state, runId, alone } = options;
  const { clock, redact } = world;
  let pending: RunEvent[] = [];
  let writing: Promise<void> | undefined;
  let shared: Promise<void> | undefined;
  let soon: AbortController | undefined;
  let lastMs = state.seq < 0 ? 0 : toMilliseconds(state.timestamp);
  let inHand = false;
  let stopped = false;
  let broken: unknown;
  const listeners: (() => void)[] = [];

  function record(event: NewEvent): void {
    if (stopped) return;
    lastMs = Math.max(lastMs, clock.now());
    const data = event.data && redact ? (redact(event.data) as typeof event.data) : event.data;
    inHand ||= event.type === "run_started" || event.type === "run_resumed";
    // Whoever has not gone on with a running run finds it killed: nobody worked on it. Spec: runtime §4.4.
    const idle = !inHand && state.status === "running";
    const stamped = stamp(event, { seq: state.seq + 1, ms: lastMs, runId, idle, data });
    evolve(state, stamped);
    pending.push(stamped);
    if (soon === undefined && !isFact(event.type)) writeSoon();
  }

  function writeSoon(): void {
    const waiting = new AbortController();
    soon = waiting;
    clock.sleep(informWithinMs, waiting.signal).then(
      () => {
        soon = undefined;
        void durable();
      },
      () => undefined,
    );
  }

  function stopWaiting(): void {
    soon?.abort();
    soon = undefined;
  }

  function durable(): Promise<void> | undefined {
    if (stopped) return never();
    if (pending.length === 0 && !writing) return undefined;
    if (alone()) return flush();
    shared ??= waitForOthers().then(() => {
      shared = undefined;
      return flush();
    });
    return shared;
  }

  function owned(): Promise<void> | undefined {
    const written = durable();
    return written === undefined ? checkRight() : written.then(checkRight);
  }

  function checkRight(): Promise<void> | undefined {
    try {
      writer.checkLock();
      return undefined;
    } catch (error) {
      return breakDown(error);
    }
  }

  function flush(): Promise<void> | undefined {
    if (stopped) return never();
    if (writing) return writing.then(flush);
    if (pending.length === 0) return undefined;
    const group = world.afterDurable ? pending.splice(0, 1) : pending;
    if (group === pending) pending = [];
    try {
      const done = writer.append(group);
      if (done) return awaitWrite(done, group);
      announce(world, group, state);
    } catch (error) {
      return breakDown(error);
    }
    return flush();
  }

  function awaitWrite(done: Promise<void>, group: readonly RunEvent[]): Promise<void> {
    const release = clock.hold?.();
    const finish = (): void => {
      writing = undefined;
      release?.();
    };
    writing = done.then(
      () => {
        finish();
        try {
          announce(world, group, state);
          return undefined;
        } catch (error) {
          return breakDown(error);
        }
      },
      (error: unknown) => {
        finish();
        return breakDown(error);
      },
    );
    return writing.then(flush);
  }

  function breakDown(error: unknown): Promise<void> {
    if (stopped) return never();
    stopped = true;
    broken = error;
    stopWaiting();
    pending = [];
    for (const listener of listeners) listener();
    return never();
  }

  function settled(): Promise<void> {
    stopWaiting();
    const written = durable();
    if (written === undefined || stopped) return Promise.resolve();
    return new Promise((resolve) => {
      listeners.push(resolve);
      void written.then(resolve);
    });
  }

  return {
    state,
    record,
    durable,
    owned,
    relieve() {
      if (pending.length >= pile) void durable();
    },
    settled,
    breakDown(error) {
      void breakDown(error);
    },
    get broken() {
      return broken;
    },
    onBroken: (listener) => listeners.push(listener),
  };
}

/**
 * What nobody waits for any longer. Each has its own: a promise keeps whoever waits for it, and one
 * for all would keep every run that was ever given up.
 */
export function never(): Promise<never> {
  return new Promise<never>(() => undefined);
}

async function waitForOthers(): Promise<void> {
  for (let turn = 0; turn < patience; turn++) await Promise.resolve();
}

interface Stamp {
  readonly seq: number;
  readonly ms: number;
  readonly runId: string;
  readonly idle: boolean;
  readonly data: RunEvent["data"] | undefined;
}

/** Keys in the order of the log. */
function stamp(event: NewEvent, { seq, ms, runId, idle, data }: Stamp): RunEvent {
  const stamped: { -readonly [Key in keyof RunEvent]: RunEvent[Key] } = {
    seq,
    timestamp: toTimestamp(ms),
    type: event.type,
    run_id: runId,
  };
  if (event.branch_id !== undefined) stamped.branch_id = event.branch_id;
  if (event.node_id !== undefined) stamped.node_id = event.node_id;
  if (event.activation_id !== undefined) stamped.activation_id = event.activation_id;
  if (event.iteration_path !== undefined) stamped.iteration_path = event.iteration_path;
  if (idle) stamped.idle = true;
  if (data !== undefined) stamped.data = data;
  return stamped;
}

const nobody: NonNullable<World["reporters"]> = [];

/** Tells everybody of durable events; a reporter that fails never fails a run. */
function announce(world: World, group: readonly RunEvent[], state: RunState): void {
  for (const event of group) {
    world.models.observe?.(event);
    for (const reporter of world.reporters ?? nobody) {
      try {
        reporter.on(event, state);
      } catch {
        continue;
      }
    }
    world.afterDurable?.(event);
  }
}
