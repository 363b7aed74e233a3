/** The world of a replay: what a recorded run was told, step by step. Spec: runtime §28. */
import type { Fields } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import type { CallSite } from "#core/ports/model.ts";
import { isDiscovery } from "#core/run/discovered-tools.ts";
import type { RunEvent } from "#core/run/events.ts";
import { RunFailure } from "#core/run/failure.ts";
import { readRecording, stepKey } from "#core/run/recording.ts";
import type { QuestionKey, RecordedAnswer, RecordedAttempt } from "#core/run/recording.ts";
import { failsByItself } from "#core/run/recorded-stops.ts";
import type { RecordedStop } from "#core/run/recorded-stops.ts";
import type { RunState } from "#core/run/state.ts";
import type { World } from "./world.ts";

/** A recording that is being played; the log of the replay says how far it has come. */
export interface Playback {
  /** The next recorded attempt at a step, or undefined if there was none before the run came to stand. */
  next(site: CallSite): RecordedAttempt | undefined;
  /** Everything that people answered to a question, by its key, as far as the replay has come. */
  answers(key: QuestionKey): readonly RecordedAnswer[];
  /** Where the recorded run came to stand next. */
  ahead(): RecordedStop | undefined;
  /** How the recorded run went on where the replay stands; the replay is behind that stop then. */
  takeResume(state: RunState): RecordedResume | undefined;
  /** The failure of a step that the recorded run never made. */
  mismatch(site: CallSite): RunFailure;
}

/** How a recorded run went on. */
export interface RecordedResume {
  /** What it recorded of that. */
  readonly data: Fields;
  /** The place of the stop among all of them, and of the resume in the log. */
  readonly stop: number;
  readonly at: number;
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
  const { runId: source, attempts, answers, stops } = readRecording(recorded);
  const played = new Map<string, number>();
  /** How many stops the replay is behind, and how often it has gone on as recorded. */
  let behind = 0;
  let resumed = 0;
  /** It was stopped from outside because the recorded run was. */
  let stopped = false;

  return {
    next({ activationId, step }) {
      const key = stepKey(activationId, step);
      const attempt = attempts.get(key)?.[played.get(key) ?? 0];
      return attempt && attempt.stage <= behind ? attempt : undefined;
    },
    answers: (key) => (answers.get(key) ?? []).filter(({ stage }) => stage <= behind),
    ahead: () => stops[behind],
    takeResume(state) {
      const at = stopOf(state, { stops, behind, stopped });
      const { resume = null, resumedAt = null } = stops[at] ?? {};
      if (resume === null || resumedAt === null) return undefined;
      const passed = stops.slice(behind, at + 1);
      behind = at + 1;
      return { data: { ...resume, ...budgetOf(passed) }, stop: at, at: resumedAt };
    },
    mismatch: (site) => mismatch(source, site),
    observe({ type, activation_id: id = "", data: { step, replayed, stop } = {} }) {
      if (type === "step_finished" && typeof step === "string") {
        const key = stepKey(id, step);
        played.set(key, (played.get(key) ?? 0) + 1);
      }
      if (type === "run_cancelled" || type === "run_failed") stopped = replayed === true;
      if (type !== "run_resumed") return;
      stopped = false;
      if (replayed !== true) return;
      resumed += 1;
      behind = Math.max(behind, typeof stop === "number" ? stop + 1 : resumed);
    },
  };
}

interface Played {
  readonly stops: readonly RecordedStop[];
  readonly behind: number;
  readonly stopped: boolean;
}

/** At which recorded stop a replay stands; -1 if it stands where the recorded run did not. */
function stopOf({ status, failure }: RunState, { stops, behind, stopped }: Played): number {
  const next = stops[behind];
  if (stopped) return behind;
  switch (status) {
    case "paused_waiting_human":
      return next?.by === "failure" ? -1 : behind;
    case "failed_resumable": {
      if (!failsByItself(failure)) return -1;
      // A limit that was raised where the replay had nothing to stand at.
      const raised = failure?.code === "BUDGET_EXCEEDED" && "budget" in (next?.resume ?? {});
      if (raised) return behind;
      return stops.findIndex((stop, index) => index >= behind && failsAt(stop));
    }
    case "running":
    case "cancelled":
    case "finished":
    case "failed":
      return -1;
  }
}

/**
 * True for a stop at which a replay may stand by a failure: the recorded run failed there, or was cut
 * off on the brink of it and went on from elsewhere. Of others the limits are all that counts.
 */
function failsAt({ by, resume }: RecordedStop): boolean {
  return by === "failure" || (resume !== null && ("from" in resume || "rearm" in resume));
}

/** The limits that were changed at several stops, the last change of each. */
function budgetOf(passed: readonly RecordedStop[]): Fields {
  const changes = passed.map(({ resume }) => resume?.["budget"]).filter(isFields);
  return changes.length === 0 ? {} : { budget: Object.assign({}, ...changes) as Fields };
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
