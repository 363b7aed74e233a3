/**
 * A recorded effect: made at least once, its result read from the log ever after.
 * Spec: runtime §6.2, §13, §14.
 */
import type { GraphNode } from "#core/graph/graph.ts";
import type { StepOptions } from "#core/kinds/kind.ts";
import type { Value } from "#core/graph/value.ts";
import type { AsideQuestion } from "#core/ports/effects.ts";
import type { Failure } from "#core/run/failure.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { ActivationState } from "#core/run/state.ts";
import { wasCutOff } from "#core/run/step-state.ts";
import type { StepState } from "#core/run/step-state.ts";
import { formatMoment, toMilliseconds, toTimestamp } from "#core/run/timestamp.ts";
import { createEvent, payload, placeOf } from "../decide/place.ts";
import { writeUsage } from "../decide/usage.ts";
import { never } from "../journal.ts";
import type { ActiveRun, Flight } from "../run.ts";
import { counts, dropFlight, leaveFlight, signalOf } from "../run.ts";
import type { AttemptOutcome, StepWork } from "./attempt.ts";
import { attemptEffect } from "./attempt.ts";
import { writeFailure } from "./failures.ts";
import { openAside } from "./gates.ts";
import { restAsRecorded } from "./play-recorded.ts";
import type { Reserve } from "./ledger.ts";
import type { RetryPlan } from "./retry.ts";
import { planRetry, retryEvent } from "./retry.ts";

/** Where and for whom a step is made. */
export interface StepPlace {
  readonly run: ActiveRun;
  readonly flight: Flight;
  readonly activation: ActivationState;
  readonly node: GraphNode;
  /** As the kind calls it. */
  readonly name: string;
  /** As it is recorded: with `~<k>` after a redo. */
  readonly recorded: string;
  readonly options: StepOptions;
}

/** The result of a step; it never returns once the activation was given up. */
export async function makeStep(place: StepPlace, work: StepWork): Promise<Value> {
  const { run, flight, activation } = place;
  for (;;) {
    const step = activation.steps[place.name];
    if (step?.finished === true) return step.result;
    if (step && step.failures.length > 0) await rest(place, step);
    const reserve = isMetered(place) ? await reserveFor(place) : undefined;
    const begun = begin(place, reserve);
    if (!begun) return giveBack(run, reserve);
    const written = run.journal.owned();
    if (written) await written;
    if (!counts(run, flight)) return giveBack(run, reserve);
    const { limit } = place.options;
    const attempt = { run, flight, activation, site: siteOf(place), limit };
    const outcome = await attemptEffect(attempt, work);
    if (!counts(run, flight)) return giveBack(run, reserve);
    if (flight.question !== null) return askFirst(place, flight.question, reserve);
    finish(place, outcome, reserve);
    if (!counts(run, flight)) return never();
  }
}

/** However the attempt ended, there is another one once people have answered. */
function askFirst(
  { run, flight, activation }: StepPlace,
  question: AsideQuestion,
  reserve: Reserve | undefined,
): Promise<never> {
  openAside({ ...run, activation }, question);
  leaveFlight(run, flight);
  return giveBack(run, reserve);
}

/** Waits before a further attempt, or fails if there is none. */
async function rest(place: StepPlace, step: StepState): Promise<void> {
  const { run } = place;
  const { clock } = run.world;
  const plan = planFor(place, step);
  const last = step.failures.at(-1);
  // Whoever comes here again has raised the run's limit.
  if (!last || wasCutOff(last)) return;
  if (!plan.retry) throw new RunFailure(adviseTime(last.failure, last.at, plan));
  const signal = signalOf(place.flight);
  if (run.cues && (await whileResting(place, restAsRecorded(run, siteOf(place), signal)))) return;
  // The clock may have been set back since.
  const left = Math.min(plan.delayMs, toMilliseconds(last.at) + plan.delayMs - clock.now());
  if (left > 0) await whileResting(place, clock.sleep(left, signal));
}

function planFor(place: StepPlace, step: StepState): RetryPlan {
  const { run, node, recorded, activation, options } = place;
  const last = step.failures.at(-1);
  if (!last || options.once === true) return { retry: false };
  return planRetry(node, {
    code: last.failure.code,
    retryable: last.failure.retryable,
    failed: step.failures.length,
    retryAfterMs: last.failure.retryAfterMs ?? null,
    seed: run.state.start?.simulated === true ? null : `${activation.id}/${recorded}`,
  });
}

/** Where a server has said how long it wants to be left alone, no other advice helps. Spec: runtime §22. */
function adviseTime(failure: Failure, at: string, plan: RetryPlan): Failure {
  const later = plan.retry ? undefined : plan.laterMs;
  if (later === undefined) return failure;
  const endMs = toMilliseconds(at) + later;
  // In whole seconds, and no sooner.
  const moment = formatMoment(toTimestamp(Math.ceil(endMs / 1000) * 1000));
  return {
    ...failure,
    hint: `resume after ${moment}: until then the server wants to be left alone`,
    data: { retry_at: toTimestamp(endMs) },
  };
}

/** Only where something limits them, steps of models and delegates have to reserve. */
function isMetered({ run, name }: StepPlace): boolean {
  const { maxTokens, maxCostUsd } = run.state.limits;
  if (maxTokens === undefined && maxCostUsd === undefined) return false;
  return name.startsWith("model:") || name.startsWith("delegate:");
}

async function reserveFor(place: StepPlace): Promise<Reserve> {
  const reserve = place.run.ledger.reserve(place.activation.node);
  return reserve instanceof Promise ? whileResting(place, reserve) : reserve;
}

/** Records the beginning; false once the activation was given up, or nothing new may start. */
function begin(place: StepPlace, reserve: Reserve | undefined): boolean {
  const { run, flight, activation, name, recorded } = place;
  if (!counts(run, flight)) return false;
  if (run.stopReason !== null) {
    dropFlight(run, flight);
    run.wake();
    return false;
  }
  const reserves = reserve !== undefined && (reserve.tokens > 0 || reserve.costUsd > 0);
  run.journal.record(
    createEvent("step_started", placeOf(activation), {
      step: recorded,
      key: keyOf(place),
      attempt: (activation.steps[name]?.attempts ?? 0) + 1,
      ...(place.options.shielded === true ? { shielded: true } : {}),
      ...(reserves ? { reserve: { tokens: reserve.tokens, cost_usd: reserve.costUsd } } : {}),
    }),
  );
  return true;
}

/** Records how an attempt ended, and whether there will be another. */
function finish(place: StepPlace, outcome: AttemptOutcome, reserve: Reserve | undefined): void {
  const { run, activation, name, recorded } = place;
  const usage = outcome.ok ? outcome.step.usage : outcome.failure.usage;
  run.journal.record(
    createEvent("step_finished", placeOf(activation), {
      step: recorded,
      attempt: activation.steps[name]?.attempts ?? 1,
      ...(outcome.ok ? { result: outcome.step.result } : { error: writeFailure(outcome.failure) }),
      ...(usage ? { usage: writeUsage(usage) } : {}),
      ...(!outcome.ok && place.options.more === true ? { more: true } : {}),
    }),
  );
  // Only now: whoever is let in must find what was used among what is spent.
  if (reserve) run.ledger.settle(reserve);
  run.checkBudget(activation);
  const step = activation.steps[name];
  const plan = !outcome.ok && step ? planFor(place, step) : undefined;
  if (outcome.ok || !step || plan?.retry !== true || !counts(run, place.flight)) return;
  const { message, code, statusCode } = outcome.failure;
  run.journal.record(
    createEvent(
      retryEvent(name),
      placeOf(activation),
      payload({
        step: recorded,
        attempt: step.attempts,
        delay_ms: plan.delayMs,
        error: message,
        code,
        status_code: statusCode,
      }),
    ),
  );
}

/** A soft stop gives an activation up that merely waits. */
async function whileResting<Result>(
  { run, flight }: StepPlace,
  waiting: Promise<Result>,
): Promise<Result> {
  flight.resting = true;
  run.cues?.look();
  try {
    return await waiting;
  } catch (error) {
    if (flight.dropped) return await never();
    throw error;
  } finally {
    flight.resting = false;
  }
}

function giveBack(run: ActiveRun, reserve: Reserve | undefined): Promise<never> {
  if (reserve) run.ledger.settle(reserve);
  return never();
}

function siteOf(place: StepPlace): Parameters<typeof attemptEffect>[0]["site"] {
  const { run, activation, name, recorded } = place;
  return {
    runId: run.runId,
    nodeId: activation.node,
    branchId: activation.branch,
    activationId: activation.id,
    step: recorded,
    key: keyOf(place),
    attempt: activation.steps[name]?.attempts ?? 1,
  };
}

function keyOf({ run, activation, recorded }: StepPlace): string {
  return `${run.runId}/${activation.id}/${recorded}`;
}
