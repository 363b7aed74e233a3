/** What events about steps change: results, failures, and what they cost. */
import type { Fields } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { hashesOf, isDiscovery, readDiscovered } from "#core/run/discovered-tools.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Usage } from "#core/run/failure.ts";
import type { ActivationState, RunState } from "#core/run/state.ts";
import { wasCutOff } from "#core/run/step-state.ts";
import type { StepState } from "#core/run/step-state.ts";
import { leaveClock, renewClock, startClock } from "./attempt-clock.ts";
import type { Draft } from "./draft.ts";
import { draftActivation, numberOf, readDraft, textOf } from "./draft.ts";
import { addCost, addUsage, readStepFailure, readUsage } from "./read-fault.ts";

/** A step's name without `~<k>`. */
export function logicalName(recorded: string): string {
  const tilde = recorded.lastIndexOf("~");
  return tilde === -1 ? recorded : recorded.slice(0, tilde);
}

export function stepStarted(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const activation = draftActivation(state, event);
  if (!activation) return;
  const step = draftStep(activation, textOf(data["step"]) ?? "");
  step.shielded = data["shielded"] === true;
  step.attempts = numberOf(data["attempt"]) ?? step.attempts + 1;
  if (step.failures.length > 0) renewClock(state, activation);
  countRetry(state, step);
  startClock(state, activation);
}

/** Once for each failure: an attempt that a kill cut off is made anew for the same one. */
function countRetry(state: Draft<RunState>, step: Draft<StepState>): void {
  const last = step.failures.at(-1);
  if (!last || last.retried === true || wasCutOff(last)) return;
  step.failures = [...step.failures.slice(0, -1), { ...last, retried: true }];
  state.retries++;
}

export function stepFinished(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const activation = draftActivation(state, event);
  if (!activation) return;
  leaveClock(state, activation);
  const step = draftStep(activation, textOf(data["step"]) ?? "");
  if (isFields(data["error"])) {
    const failure = readStepFailure(data["error"]);
    step.failures = [...step.failures, { failure, at: event.timestamp }];
  } else {
    step.finished = true;
    step.result = data["result"] ?? null;
    if (isDiscovery(step.name)) {
      for (const server of readDiscovered(step.result)) {
        state.serverTools[server.name] = hashesOf(server);
      }
    }
  }
  if (data["usage"] !== undefined) charge(state, activation, readUsage(data["usage"]));
}

function charge(state: Draft<RunState>, activation: Draft<ActivationState>, usage: Usage): void {
  const spent = readDraft(state.spent);
  spent.input_tokens += usage.input_tokens;
  spent.output_tokens += usage.output_tokens;
  spent.cache_read_tokens += usage.cache_read_tokens;
  spent.cache_write_tokens += usage.cache_write_tokens;
  spent.cost_usd = addCost(spent.cost_usd, usage.cost_usd);
  spent.cost_source = addUsage(spent, usage).cost_source;
  activation.usage = addUsage(activation.usage, usage);
  const tokens = usage.input_tokens + usage.output_tokens;
  const known = state.metered[activation.node];
  if (!known || tokens > known.tokens || usage.cost_usd > known.costUsd) {
    state.metered[activation.node] = {
      tokens: Math.max(tokens, known?.tokens ?? 0),
      costUsd: Math.max(usage.cost_usd, known?.costUsd ?? 0),
    };
  }
}

function draftStep(activation: Draft<ActivationState>, recorded: string): Draft<StepState> {
  const name = logicalName(recorded);
  const known = activation.steps[name];
  if (known) return readDraft(known);
  const step: StepState = {
    name: recorded,
    attempts: 0,
    finished: false,
    result: null,
    shielded: false,
    failures: [],
  };
  activation.steps[name] = step;
  return readDraft(step);
}
