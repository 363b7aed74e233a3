/**
 * Makes a run go: decide, record, fold, perform, until nothing is left to do.
 *
 * The only loop. It turns when something has happened and rests while effects are under way.
 */
import { Refusal } from "../run/failure.ts";
import type { RunState } from "../run/state.ts";
import { claimActivation } from "../run/index-of-run.ts";
import { answerAsRecorded } from "./answer-as-recorded.ts";
import { decideBudget, remainingMs, workedMs } from "./decide/budget.ts";
import { decide } from "./decide/decide.ts";
import { createEvent, nowhere, payload, placeOf } from "./decide/place.ts";
import { isShielded } from "./decide/shield.ts";
import { createCues } from "./cues.ts";
import { createJournal } from "./journal.ts";
import type { JournalOptions } from "./journal.ts";
import { createLedger } from "./perform/ledger.ts";
import { performActivation } from "./perform/perform.ts";
import { closeWatcher, createWatcher } from "./perform/watch.ts";
import type { ActiveRun, Flight } from "./run.ts";
import type { SnapshotKeeper } from "./snapshot.ts";
import { createSnapshotKeeper } from "./snapshot.ts";
import { dropFlight } from "./run.ts";
import type { WorkGraph } from "./work-graph/work-graph.ts";
import type { RunControl, Stop } from "./world.ts";

/** How a run is driven. */
export interface DriveOptions extends JournalOptions {
  readonly work: WorkGraph;
  readonly control?: RunControl;
  /** Bounds the working time of this invocation. */
  readonly timeoutMs?: number;
}

/** A run in the hands of this process. */
export interface Driver {
  readonly run: ActiveRun;
  /** Goes on until the run pauses or ends; then nothing of it is under way any more. */
  drive(): Promise<RunState>;
  /** The stop that somebody asked for, if one took effect. */
  stopped(): Stop | null;
  readonly keeper: SnapshotKeeper;
}

/** How long aborted effects may take to end. */
const graceMs = 10_000;

/** Takes a run in hand. */
export function createDriver(options: DriveOptions): Driver {
  const { world, state, control } = options;
  const { clock } = world;
  let turning = false;
  let again = false;
  let ended: (() => void) | undefined;
  let bug: { readonly error: unknown } | undefined;
  let stopped: Stop | null = null;
  const workedBefore = state.spent.duration_ms;
  let early: Stop | undefined;
  const journal = createJournal({ ...options, alone: () => run.flights.size < 2 });
  const flights = new Map<string, Flight>();
  const { playback } = world;
  const run: ActiveRun = {
    runId: options.runId,
    work: options.work,
    world,
    writer: options.writer,
    state,
    journal,
    ledger: createLedger(state),
    flights,
    effects: new Set(),
    strays: new Set(),
    conversations: new Map(),
    sessionFiles: new Map(),
    cues: playback ? createCues({ world, state, journal, flights, wake: turn }, playback) : null,
    watcher: createWatcher(world, options.runId),
    publishing: Promise.resolve(),
    stopReason: null,
    checkBudget(activation) {
      if (state.status !== "running") return;
      const events = decideBudget(state, clock.now(), placeOf(activation));
      for (const event of events) journal.record(event);
      if (events.length > 0) turn();
    },
    wake: turn,
  };
  const keeper = createSnapshotKeeper(world, options.writer, state);
  journal.onBroken(turn);
  control?.onStop(stop);
  options.writer.onCancelRequest(({ reason = "cancel", by }) => {
    stop({ kind: "cancel", reason, ...(by === undefined ? {} : { by }) });
  });

  /** One turn of the loop; what happens meanwhile makes it turn again. */
  function turn(): void {
    again = true;
    if (turning || !ended) return;
    turning = true;
    try {
      while (again && isGoing()) {
        again = false;
        advance(run);
        journal.relieve();
      }
    } catch (error) {
      bug = { error };
    }
    turning = false;
    if (isGoing()) settle();
    else ended();
  }

  function isGoing(): boolean {
    return state.status === "running" && journal.broken === undefined && bug === undefined;
  }

  /** What was recorded becomes durable, and virtual time may go on. */
  function settle(): void {
    const written = journal.durable();
    if (written) void written.then(keeper.consider);
    else keeper.consider();
    clock.idle?.();
  }

  function stop(asked: Stop): void {
    if (!ended) early = asked;
    if (!ended || asked.kind === "leave" || state.status !== "running") return;
    stopped = asked;
    if (asked.kind === "soft") {
      run.stopReason = asked.reason;
      for (const flight of run.flights.values()) if (flight.resting) dropFlight(run, flight);
    } else if (asked.kind === "cancel" && isShielded(state)) {
      const { reason, by } = asked;
      // Whoever asks does so until somebody has heard.
      if (state.cancelAsked !== null) return;
      journal.record(createEvent("cancel_requested", nowhere, payload({ reason, by })));
    } else {
      journal.record(stopEvent(asked));
    }
    turn();
  }

  async function drive(): Promise<RunState> {
    if (early?.kind === "leave") return leave(early);
    const timers = new AbortController();
    const over = new Promise<void>((resolve) => {
      ended = resolve;
    });
    if (early) stop(early);
    const { timeoutMs } = options;
    watchBudget(run, timers.signal);
    if (timeoutMs !== undefined) {
      const used = workedMs(state, clock.now()) - workedBefore;
      watchInvocation(run, { timeoutMs, left: timeoutMs - used }, timers.signal);
    }
    turn();
    await over;
    ended = undefined;
    timers.abort();
    await windDown(run);
    await closeWatcher(run);
    if (bug) throw bug.error;
    if (journal.broken !== undefined) throw toError(journal.broken);
    return state;
  }

  /** What was recorded is all that this process does. */
  async function leave(asked: Stop): Promise<RunState> {
    stopped = asked;
    await journal.settled();
    if (journal.broken !== undefined) throw toError(journal.broken);
    return state;
  }

  return { run, drive, stopped: () => stopped, keeper };
}

/** Decides until there is nothing to decide, then performs what may be performed. */
function advance(run: ActiveRun): void {
  const { state, work, journal, world } = run;
  const launch: string[] = [];
  for (;;) {
    const decision = decide(work, state, {
      now: world.clock.now(),
      inFlight: run.flights.size + launch.length,
      stopping: run.stopReason !== null,
      workspaceBusy: run.strays.size > 0,
    });
    for (const id of decision.perform) {
      const activation = state.activations[id];
      if (activation) claimActivation(state.index, activation);
      launch.push(id);
    }
    for (const event of decision.record) {
      if (event.type !== "run_paused" || !isAnswered(run)) journal.record(event);
    }
    if (decision.record.some((event) => event.type === "branch_finished")) dropSettled(run);
    if (decision.record.length === 0) break;
  }
  if (state.status !== "running" || journal.broken !== undefined) return;
  for (const id of launch) if (isLive(run, id)) performActivation(run, id);
  if (run.stopReason !== null && run.flights.size === 0) {
    journal.record(stopEvent({ kind: "interrupt", reason: run.stopReason }));
  }
  run.cues?.look();
}

/** True if people answer in place of a pause, as they do in a replay. */
function isAnswered({ world, journal }: ActiveRun): boolean {
  return world.playback !== undefined && answerAsRecorded(journal, world.playback);
}

/** Gives up what is being performed in branches that are settled. */
function dropSettled(run: ActiveRun): void {
  for (const flight of [...run.flights.values()]) {
    if (!isLive(run, flight.id)) dropFlight(run, flight);
  }
}

/** What was decided may be settled by what was decided next. */
function isLive({ state }: ActiveRun, id: string): boolean {
  return state.branches[state.activations[id]?.branch ?? ""]?.status === "live";
}

/** The working time of an invocation goes on over pauses that somebody at hand ends. */
function watchInvocation(
  run: ActiveRun,
  { timeoutMs, left }: { readonly timeoutMs: number; readonly left: number },
  signal: AbortSignal,
): void {
  const { state, journal, world } = run;
  world.clock.sleep(left, signal).then(
    () => {
      if (state.status !== "running") return;
      journal.record({
        type: "run_failed",
        data: {
          error: `the invocation took longer than its timeout of ${timeoutMs / 1000} s`,
          code: "TIMEOUT",
          resumable: true,
          hint: "resume it, with a larger `--timeout` if need be",
        },
      });
      run.wake();
    },
    () => undefined,
  );
}

/** The budget's time ends a run at the very moment. */
function watchBudget(run: ActiveRun, signal: AbortSignal): void {
  const { state, journal, world } = run;
  const { clock } = world;
  const left = remainingMs(state, clock.now());
  if (left === undefined || left <= 0) return;
  clock.sleep(left, signal).then(
    () => {
      if (state.status !== "running") return;
      for (const event of decideBudget(state, clock.now(), nowhere)) journal.record(event);
      run.wake();
      watchBudget(run, signal);
    },
    () => undefined,
  );
}

/** Makes the last events durable and waits until nothing is under way. */
async function windDown(run: ActiveRun): Promise<void> {
  const { journal, world } = run;
  for (const flight of [...run.flights.values()]) dropFlight(run, flight);
  await journal.settled();
  if (run.effects.size === 0) return;
  const enough = new AbortController();
  const late = world.clock.sleep(graceMs, enough.signal).catch(() => undefined);
  world.clock.idle?.();
  await Promise.race([Promise.allSettled([...run.effects]), late]);
  enough.abort();
}

function stopEvent(stop: Stop): ReturnType<typeof createEvent> {
  if (stop.kind === "cancel") {
    const by = stop.by === undefined ? {} : { by: stop.by };
    return createEvent("run_cancelled", nowhere, { reason: stop.reason, ...by });
  }
  return createEvent("run_failed", nowhere, {
    error: `the run was interrupted (${stop.reason})`,
    code: "INTERRUPTED",
    resumable: true,
    reason: stop.reason,
    hint: "resume it; nothing in it has failed",
  });
}

function toError(broken: unknown): Error {
  if (broken instanceof Error) return broken;
  return new Refusal("STORE_FAILED", String(broken));
}
