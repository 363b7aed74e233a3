/** Answers that come with a resume: all of them, or none. Spec: runtime §16.3, §20.1 (6–7). */
import type { GivenAnswer } from "#core/ports/human.ts";
import type { NewEvent } from "#core/run/events.ts";
import type { FieldError } from "#core/run/failure.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Interaction, RunState } from "#core/run/state.ts";
import { recordedAnswer, rejectedAnswer } from "../answers.ts";
import type { GivenAnswers, RejectedAnswers, ResumeOptions } from "../world.ts";
import { openGates } from "../open-gates.ts";
import { checkAnswer } from "./session.ts";

/** An answer and the open gate that it is for. */
export interface MatchedAnswer {
  readonly gate: Interaction;
  readonly given: GivenAnswer;
  readonly text: boolean;
}

/** What becomes of the answers. */
export interface ReadAnswers {
  readonly rejected: readonly RejectedAnswers[];
  readonly record: readonly NewEvent[];
}

/**
 * Finds the open gate of each answer; an answer to no open gate is refused. A gate that is named in
 * several ways has one answer, of all the fields.
 */
export function matchAnswers(state: RunState, options: ResumeOptions): MatchedAnswer[] {
  const open = openGates(state);
  const matched = new Map<string, MatchedAnswer>();
  for (const answer of options.answers ?? []) {
    const gate = findGate(open, answer);
    const text = answer.text === true;
    const known = matched.get(gate.id);
    if (known && known.text !== text) throw answeredTwice(gate);
    const answers = { ...known?.given.answers, ...answer.answers };
    const { by = "", via = "api", evidence } = options;
    const given = {
      ...{ answers, by, via },
      ...(evidence === undefined ? {} : { evidence }),
      ...(answer.expired === true ? { expired: true } : {}),
    };
    matched.set(gate.id, { gate, given, text });
  }
  return [...matched.values()];
}

function answeredTwice(gate: Interaction): Refusal {
  return new Refusal("ANSWER_INVALID", `\`${gate.gate}\` is answered by a file and by flags`, {
    hint: "give all of its fields in one way",
  });
}

/** Checks all answers; one mistake in any of them rejects those that are wrong and keeps none. */
export function readAnswers(state: RunState, matched: readonly MatchedAnswer[]): ReadAnswers {
  const wrong: { match: MatchedAnswer; errors: readonly FieldError[] }[] = [];
  const right: { gate: Interaction; given: GivenAnswer }[] = [];
  for (const match of matched) {
    const { gate, given, text } = match;
    if (given.expired === true) {
      right.push({ gate, given });
      continue;
    }
    const checked = checkAnswer(gate, given, text ? "text" : "data");
    if ("errors" in checked) wrong.push({ match, errors: checked.errors });
    else right.push({ gate, given: { ...given, answers: checked.value } });
  }
  if (wrong.length > 0) {
    return {
      rejected: wrong.map(({ match, errors }) => ({ gate: match.gate.gate, errors })),
      record: wrong.map(({ match: { gate, given }, errors }) =>
        rejectedAnswer(state, gate, { by: given.by, via: given.via, errors }),
      ),
    };
  }
  return {
    rejected: [],
    record: right.map(({ gate, given }) => recordedAnswer(state, gate, given)),
  };
}

function findGate(open: readonly Interaction[], { gate: name }: GivenAnswers): Interaction {
  const found = name === null ? open : open.filter((gate) => namesOf(gate).includes(name));
  const [only] = found;
  if (only && found.length === 1) return only;
  const choices = open.map((gate) => `\`${gate.gate}\` (${placeOf(gate)})`).join(", ");
  const what = name === null ? "no gate is named" : `\`${name}\` names no open gate`;
  const several = found.length > 1 ? `${name ?? "the answer"} may mean several gates` : what;
  throw new Refusal("ANSWER_INVALID", several, {
    hint: choices === "" ? "no gate is open" : `open: ${choices}`,
  });
}

function namesOf(gate: Interaction): string[] {
  return [gate.gate, gate.nodeId, placeOf(gate), gate.id];
}

function placeOf(gate: Interaction): string {
  return gate.branchId === "" ? gate.nodeId : `${gate.branchId}/${gate.nodeId}`;
}
