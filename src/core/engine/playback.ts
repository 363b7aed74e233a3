/** The world of a replay: what a recorded run was told, step by step. Spec: runtime §28. */
import type { Fields } from "#core/graph/value.ts";
import type { GivenAnswer } from "#core/ports/human.ts";
import type { CallSite } from "#core/ports/model.ts";
import { isDiscovery } from "#core/run/discovered-tools.ts";
import type { RunEvent } from "#core/run/events.ts";
import { RunFailure } from "#core/run/failure.ts";
import { readRecording, stepKey } from "#core/run/recording.ts";
import type { RecordedAttempt, RecordedStop } from "#core/run/recording.ts";
import type { World } from "./world.ts";

/** A recording that is being played; the log of the replay says how far it has come. */
export interface Playback {
  /** The next recorded attempt at a step, or undefined if there was no further one. */
  next(site: CallSite): RecordedAttempt | undefined;
  /** Everything that people answered to a question, by `questionKey`. */
  answers(key: string): readonly GivenAnswer[];
  /** Where the recorded run came to stand with a step unfinished or, stopped from outside, not begun. */
  standstill(site: CallSite): RecordedStop | undefined;
  /** The stop from outside with which the recorded run ended, or that it went back after. */
  outsideStop(): RecordedStop | undefined;
  /** How the recorded run went on after it had come to stand; each is given once. */
  takeResume(): Fields | undefined;
  /** The failure of a step that the recorded run never made. */
  mismatch(site: CallSite): RunFailure;
}

/**
 * A world in which nothing is left but the store and the clock: every step gets what the recorded
 * run got, and no model, delegate, tool or command can be reached.
 */
export function closeWorld(world: World, recorded: readonly RunEvent[]): World {
  const { observe, ...playback } = createPlayback(recorded);
  return {
    ...world,
    playback,
    models: { generate: reach, hasPrice: () => true, check: () => undefined, observe },
    delegates: { execute: reach, check: () => undefined },
    shell: { run: reach },
    tools: {
      list: () => world.tools.list(),
      readsOnly: (name) => world.tools.readsOnly(name),
      call: reach,
      // Asked for in a step of its own, so only where the recorded run asked for it.
      ...(recorded.some(asksServers) ? { discover: reach } : {}),
    },
  };
}

function asksServers({ data }: RunEvent): boolean {
  const step = data?.["step"];
  return typeof step === "string" && isDiscovery(step);
}

function createPlayback(
  recorded: readonly RunEvent[],
): Playback & { readonly observe: (event: RunEvent) => void } {
  const { runId: source, attempts, begun, answers, stops } = readRecording(recorded);
  const played = new Map<string, number>();
  let taken = 0;
  let seen = 0;

  function outsideStop(): RecordedStop | undefined {
    const at = stops.findIndex(
      ({ outside, resume }, index) =>
        index >= taken && outside !== null && (resume === null || "from" in resume),
    );
    if (at !== -1) taken = at;
    return stops[at];
  }

  return {
    next({ activationId, step }) {
      const key = stepKey(activationId, step);
      return attempts.get(key)?.[played.get(key) ?? 0];
    },
    answers: (key) => answers.get(key) ?? [],
    outsideStop,
    standstill({ activationId, step }) {
      return outsideStop() ?? (begun.has(stepKey(activationId, step)) ? stops.at(-1) : undefined);
    },
    takeResume: () => stops[taken++]?.resume ?? undefined,
    mismatch: (site) => mismatch(source, site),
    observe({ type, activation_id: id = "", data: { step, replayed } = {} }) {
      if (type === "step_finished" && typeof step === "string") {
        const key = stepKey(id, step);
        played.set(key, (played.get(key) ?? 0) + 1);
      }
      if (type !== "run_resumed" || replayed !== true) return;
      seen += 1;
      taken = Math.max(taken, seen);
    },
  };
}

function mismatch(source: string, { nodeId, step, activationId }: CallSite): RunFailure {
  return new RunFailure({
    code: "REPLAY_MISMATCH",
    message: `the recorded run has no further step \`${step}\` of \`${activationId}\``,
    hint: `\`iter inspect --run-id ${source} --events --node ${nodeId}\` shows what it has`,
    retryable: false,
  });
}

/** Every effect is a step, and steps are played; whatever comes here does not happen. */
function reach(): Promise<never> {
  return Promise.reject(
    new RunFailure({
      code: "REPLAY_MISMATCH",
      message: "a replay reaches nothing outside",
      retryable: false,
    }),
  );
}
