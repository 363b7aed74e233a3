/**
 * When things happen in a replay: what takes time ends in the order of the recorded log, at the
 * working time at which it ended there. Spec: runtime §28.
 *
 * Only so do branches come to each slot, meeting and failure in the order in which they came in the
 * recorded run. What had not ended before that run came to stand stands too, until nothing else can
 * go on.
 */
import type { Cue, RecordedStop } from "#core/run/recorded-stops.ts";
import { answerAsRecorded } from "./answer-as-recorded.ts";
import { isRaised, workedMs } from "./decide/budget.ts";
import type { Playback } from "./playback.ts";
import type { ActiveRun, Flight } from "./run.ts";

/** Says whose turn it is; who is aborted gives up. */
export interface Cues {
  /** Resolves on its cue, once everything under way that comes before it has come. */
  wait(cue: Cue, signal: AbortSignal): Promise<void>;
  /** Stands with the run; resolves only if the recorded run can't have stood here. */
  stand(flight: Flight, signal: AbortSignal): Promise<void>;
  /** Has the run stand as the recorded one did if nothing in it can go on. */
  look(): void;
}

interface Waiting extends Cue {
  readonly go: () => void;
}

/** Opens the order in which a process replays a run. */
export function createCues(
  run: Pick<ActiveRun, "world" | "state" | "journal" | "flights" | "wake">,
  playback: Playback,
): Cues {
  const { state, journal, flights } = run;
  const { clock } = run.world;
  /** In the order of their cues. */
  const waiting: Waiting[] = [];
  const standing = new Map<Flight, { readonly go: () => void; readonly signal: AbortSignal }>();
  let sleeping: AbortController | undefined;
  let looking = false;

  function wait(cue: Cue, signal: AbortSignal): Promise<void> {
    return abortable(signal, (go) => {
      const one = { ...cue, go };
      const before = waiting.findLastIndex(({ at }) => at <= cue.at);
      waiting.splice(before + 1, 0, one);
      if (before === -1) arm();
      return () => leave(one);
    });
  }

  function leave(one: Waiting): void {
    const place = waiting.indexOf(one);
    waiting.splice(place, 1);
    if (place === 0) arm();
  }

  /** Lets the first one go at its time; what follows from that has begun before the next one goes. */
  function arm(): void {
    sleeping?.abort();
    const [first] = waiting;
    if (first === undefined) return;
    const mine = new AbortController();
    sleeping = mine;
    void slept(first.workedMs, mine.signal).then((whole) => {
      // Whoever has come in before it sleeps anew.
      if (whole && !mine.signal.aborted) first.go();
    });
  }

  /** True once so much working time has passed; false if that is of no interest any more. */
  function slept(ms: number, signal: AbortSignal): Promise<boolean> {
    return clock.sleep(Math.max(0, ms - workedMs(state, clock.now())), signal).then(
      () => true,
      () => false,
    );
  }

  function stand(flight: Flight, signal: AbortSignal): Promise<void> {
    const stood = abortable(signal, (go) => {
      standing.set(flight, { go, signal });
      return () => standing.delete(flight);
    });
    look();
    return stood;
  }

  function look(): void {
    if (looking || standing.size === 0 || waiting.length > 0) return;
    looking = true;
    void standStill();
  }

  async function standStill(): Promise<void> {
    for (;;) {
      const [first] = standing.values();
      if (first === undefined) break;
      // Whatever ends at the same moment comes first, and others come to stand as well.
      if (!(await slept(0, first.signal))) continue;
      if (!standsStill()) break;
      const stop = playback.ahead();
      const stoodMs = stop?.workedMs ?? 0;
      if (workedMs(state, clock.now()) < stoodMs) await slept(stoodMs, first.signal);
      else {
        if (!answerAsRecorded(journal, playback)) conclude(first.go, stop);
        run.wake();
      }
    }
    looking = false;
  }

  /** True if nothing can go on. Who waits for a retry is cut short by a stop from outside alone. */
  function standsStill(): boolean {
    if (waiting.length > 0 || state.status !== "running") return false;
    const outside = playback.ahead()?.outside ?? null;
    return [...flights.values()].every(
      (flight) => standing.has(flight) || (flight.resting && outside !== null),
    );
  }

  function conclude(mismatch: () => void, stop: RecordedStop | undefined): void {
    const outside = stop?.outside ?? null;
    // Somebody gave the replay more than the recorded run had: that one never came this far.
    if (outside === null || isRaised(state, outside)) mismatch();
    else for (const event of outside) journal.record(event);
  }

  return { wait, stand, look };
}

/** Resolves when what is begun lets it go; `begin` returns how to leave it, gone or aborted. */
function abortable(signal: AbortSignal, begin: (go: () => void) => () => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const giveUp = (): void => {
      leave();
      reject(new Error("the replay has come to its end"));
    };
    const leave = begin(() => {
      signal.removeEventListener("abort", giveUp);
      leave();
      resolve();
    });
    signal.addEventListener("abort", giveUp, { once: true });
  });
}
