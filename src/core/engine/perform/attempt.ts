/** One attempt at an effect, with the node's time limit around it. Spec: runtime §14.4–§14.5. */
import { deepestValue, isTooDeep, tooDeep, wrapping } from "#core/graph/depth.ts";
import type { Value } from "#core/graph/value.ts";
import type { StepContext, StepOptions, StepResult } from "#core/kinds/kind.ts";
import type { Failure } from "#core/run/failure.ts";
import type { ActivationState } from "#core/run/state.ts";
import { workedMs } from "../decide/budget.ts";
import type { ActiveRun, Flight } from "../run.ts";
import { counts, signalOf } from "../run.ts";
import { toFailure } from "./failures.ts";
import { playRecorded } from "./play-recorded.ts";
import { createEffectLog } from "./effects.ts";
import type { EffectPlace } from "./effects.ts";
import { createSessionFiles } from "./session-files.ts";
import { createTextTeller } from "./tell-text.ts";
import type { TextTeller } from "./tell-text.ts";

/** What makes an effect. */
export type StepWork = (step: StepContext) => Promise<StepResult<Value>>;

/** How an attempt ended. */
export type AttemptOutcome =
  | { readonly ok: true; readonly step: StepResult<Value> }
  | { readonly ok: false; readonly failure: Failure };

/** Who attempts what. */
export interface Attempt {
  readonly run: ActiveRun;
  readonly flight: Flight;
  readonly activation: ActivationState;
  readonly site: StepContext["site"];
  /** A limit of this attempt alone. */
  readonly limit?: StepOptions["limit"];
}

/** How long an effect that was told to stop may take to do so. */
const graceMs = 10_000;

/** Makes the effect; what it throws is a failure, and so is time that runs out. */
export function attemptEffect(attempt: Attempt, work: StepWork): Promise<AttemptOutcome> {
  const { run, flight, activation } = attempt;
  const { playback } = run.world;
  if (playback) {
    const play: StepWork = (step) => playRecorded(attempt, playback, step);
    return track(run, flight, settle(attempt, play, signalOf(flight)));
  }
  if (attempt.limit) return attemptInTime(attempt, work, attempt.limit.ms);
  const limit = run.work.nodes.get(activation.node)?.timeoutMs ?? null;
  if (limit === null) {
    return track(run, flight, settle(attempt, work, signalOf(flight)));
  }
  return attemptInTime(attempt, work, limit);
}

function contextOf(attempt: Attempt, signal: AbortSignal, { onText }: TextTeller): StepContext {
  const { run, site } = attempt;
  const { clock } = run.world;
  const began = clock.now();
  const sessions = createSessionFiles(run);
  const effects = createEffectLog(placeOfEffects(attempt));
  return { site, signal, sessions, effects, onText, elapsedMs: () => clock.now() - began };
}

async function attemptInTime(
  attempt: Attempt,
  work: StepWork,
  limitMs: number,
): Promise<AttemptOutcome> {
  const { run, flight, activation } = attempt;
  const { clock } = run.world;
  const inner = new AbortController();
  const over = new AbortController();
  const outer = signalOf(flight);
  const stop = (): void => inner.abort();
  outer.addEventListener("abort", stop, { once: true });
  if (outer.aborted) stop();
  const used = attempt.limit ? 0 : usedMs(run, activation);
  const left = Math.max(0, limitMs - used);
  const late = clock.sleep(left, over.signal).then(
    async (): Promise<AttemptOutcome> => {
      inner.abort();
      await clock.sleep(graceMs, over.signal).catch(() => undefined);
      return timedOut(attempt, limitMs);
    },
    (): Promise<AttemptOutcome> => new Promise(() => undefined),
  );
  try {
    const effect = track(run, flight, settle(attempt, work, inner.signal));
    const outcome = await Promise.race([effect, late]);
    const ranOut = inner.signal.aborted && !outer.aborted;
    return ranOut && (attempt.limit || !outcome.ok)
      ? timedOut(attempt, limitMs, outcome.ok ? outcome.step.usage : outcome.failure.usage)
      : outcome;
  } finally {
    over.abort();
    outer.removeEventListener("abort", stop);
  }
}

/** Working time of the activation's attempt: while steps of it were made, this one included. */
function usedMs(run: ActiveRun, activation: ActivationState): number {
  const worked = workedMs(run.state, run.world.clock.now());
  return activation.usedMs + worked - (activation.runningSince ?? worked);
}

async function settle(
  attempt: Attempt,
  work: StepWork,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const teller = createTextTeller(attempt);
  try {
    return checkDepth(await work(contextOf(attempt, signal, teller)));
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  } finally {
    teller.end();
  }
}

/** What came from outside must be fit to be recorded; what it used was used. Spec: runtime §13.1 (1). */
function checkDepth(step: StepResult<Value>): AttemptOutcome {
  if (!isTooDeep(step.result, deepestValue + wrapping)) return { ok: true, step };
  const failure: Failure = {
    code: "EXECUTION_FAILED",
    message: `what the call gave ${tooDeep}`,
    hint: "a resume calls again; ask for a flatter value",
    retryable: false,
    ...(step.usage && { usage: step.usage }),
  };
  return { ok: false, failure };
}

/** Remembers an effect until it has ended, whether or not somebody still waits for it. */
function track(
  run: ActiveRun,
  flight: Flight,
  effect: Promise<AttemptOutcome>,
): Promise<AttemptOutcome> {
  const tracked = effect.then((outcome) => {
    run.effects.delete(tracked);
    if (flight.effect === tracked) flight.effect = null;
    return outcome;
  });
  run.effects.add(tracked);
  flight.effect = tracked;
  return tracked;
}

/** What was used until then is charged. */
function timedOut(
  { activation, limit }: Attempt,
  limitMs: number,
  usage?: Failure["usage"],
): AttemptOutcome {
  const failure: Failure = {
    code: "TIMEOUT",
    message:
      limit?.late ??
      `\`${activation.node}\` took longer than its \`timeout\` of ${limitMs / 1000} s`,
    // A resume goes on with the recorded text unless it is told to take another one.
    ...(!limit && {
      hint: "raise `timeout`, or give the node `retry`, and resume with `--file WORKFLOW --force`",
    }),
    retryable: true,
    ...(usage && { usage }),
  };
  return { ok: false, failure };
}

function placeOfEffects({ run, flight, activation, site }: Attempt): EffectPlace {
  const { world, journal, runId } = run;
  const { step } = site;
  return {
    ...{ world, journal, runId, activation, step },
    counts: () => counts(run, flight),
    ask: (question) => (flight.question = question),
  };
}
