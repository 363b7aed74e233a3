/** Answers on their way into the log. Spec: runtime §16.3. */
import { readDecision } from "#core/graph/decision.ts";
import type { Fields } from "#core/graph/value.ts";
import type { GivenAnswer } from "#core/ports/human.ts";
import { decisionField } from "#core/run/answers.ts";
import type { NewEvent } from "#core/run/events.ts";
import type { FieldError } from "#core/run/failure.ts";
import type { Interaction, RunState } from "#core/run/state.ts";
import { createEvent, placeOf } from "./decide/place.ts";

/** The event of an answer that counts; a no closes a gate at once. */
export function recordedAnswer(state: RunState, gate: Interaction, given: GivenAnswer): NewEvent {
  if (given.expired === true) return expiredGate(state, gate, given);
  const count = gate.submissions.length + 1;
  const decision = decisionField(gate.fields);
  const refused = decision !== undefined && readDecision(given.answers[decision] ?? null) === false;
  return createEvent("human_answers_recorded", placeOfGate(state, gate), {
    interaction_id: gate.id,
    answers: given.answers,
    by: given.by,
    via: given.via,
    ...(given.evidence === undefined ? {} : { evidence: given.evidence }),
    count,
    needed: gate.minAnswers,
    closes: refused || count >= gate.minAnswers,
  });
}

/** The event of a gate that closes because nobody has answered in time. */
function expiredGate(state: RunState, gate: Interaction, { by, via }: GivenAnswer): NewEvent {
  return createEvent("human_answers_recorded", placeOfGate(state, gate), {
    interaction_id: gate.id,
    ...{ answers: {}, by, via, count: gate.submissions.length, needed: gate.minAnswers },
    ...{ expired: true, closes: true },
  });
}

/** The event of an answer that does not count, with every mistake in it. */
export function rejectedAnswer(
  state: RunState,
  gate: Interaction,
  given: { readonly by: string; readonly via: string; readonly errors: readonly FieldError[] },
): NewEvent {
  return createEvent("human_answers_rejected", placeOfGate(state, gate), {
    interaction_id: gate.id,
    by: given.by,
    via: given.via,
    errors: given.errors.map(({ field, message }): Fields => ({ field, message })),
  });
}

function placeOfGate(state: RunState, gate: Interaction): ReturnType<typeof placeOf> {
  const activation = state.activations[gate.activationId];
  return activation ? placeOf(activation) : { node_id: gate.nodeId };
}
