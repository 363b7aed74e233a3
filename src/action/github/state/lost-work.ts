/** Work of earlier jobs that doesn't fit the checkout of this one: people say what becomes of the run. Spec: github §8.6. */
import type { BadCheckpoint } from "#adapters/github/checkpoint/bad-checkpoint.ts";
import type { GivenAnswers } from "#core/engine/world.ts";
import { readAnswer } from "#core/graph/answer.ts";
import type { Fields } from "#core/graph/value.ts";
import type { AsideQuestion } from "#core/ports/effects.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { Interaction } from "#core/run/state.ts";
import { textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { LeftRun } from "./left-runs.ts";

const about = "work-does-not-apply";
const field = "next";
const choices = ["try again", "go on without it", "give up"] as const;

/** What people are asked before anything goes on. */
export function askAboutWork({ message }: BadCheckpoint): AsideQuestion {
  return {
    about,
    text: [
      `${explainReason("work_does_not_apply")} ${message}.`,
      "With `try again` a new job tries once more: let it check the repository out with `fetch-depth: 0`, or not at all. `go on without it` leaves out what the nodes have changed so far, and `give up` ends the run.",
    ].join("\n\n"),
    fields: [{ name: field, type: "string", enum: choices }],
    facts: { reason: message },
  };
}

/** What people say to it just now, or have said since anything was done. */
export function saidOfWork(
  left: LeftRun,
  answers: readonly GivenAnswers[] = [],
): (typeof choices)[number] | undefined {
  const gate = Object.values(left.state.interactions).findLast((one) => one.about === about);
  if (gate === undefined) return undefined;
  const said = isOpenGate(gate) ? givenNow(gate, answers) : recorded(left, gate);
  return choices.find((choice) => choice === said[field]);
}

function givenNow({ gate, fields }: Interaction, answers: readonly GivenAnswers[]): Fields {
  const given = answers.find((one) => one.gate === gate);
  const read = given === undefined ? undefined : readAnswer(fields, given.answers, "text");
  return read === undefined || "errors" in read ? {} : read.value;
}

/** The job that was told may not have been the one that goes on. */
function recorded({ events }: LeftRun, { id, answers }: Interaction): Fields {
  const at = events.findLastIndex(
    ({ type, data = null }) =>
      type === "human_answers_recorded" && textAt(data, "interaction_id") === id,
  );
  const worked = events.slice(at).some(({ type }) => type === "step_started");
  return worked || answers === null ? {} : answers;
}
