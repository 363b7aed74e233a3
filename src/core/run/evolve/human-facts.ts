/** What questions and answers change. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import { combineAnswers } from "#core/run/answers.ts";
import type { RunEvent } from "#core/run/events.ts";
import { addPending, releaseBranch } from "#core/run/index-of-run.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { AnswerField, Interaction, RunState } from "#core/run/state.ts";
import { stopClock } from "./attempt-clock.ts";
import type { Draft } from "./draft.ts";
import {
  draftActivation,
  draftBranch,
  fieldsOf,
  numberOf,
  readDraft,
  textOf,
  textsOf,
} from "./draft.ts";

export function humanInputRequested(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const id = textOf(data["interaction_id"]) ?? "";
  const activation = draftActivation(state, event);
  const branch = draftBranch(state, event.branch_id ?? "");
  state.interactions[id] = {
    id,
    gate: textOf(data["gate"]) ?? "",
    nodeId: event.node_id ?? "",
    branchId: event.branch_id ?? "",
    activationId: event.activation_id ?? "",
    source: readSource(data["source"]),
    ...(typeof data["about"] === "string" ? { about: data["about"] } : {}),
    requestedAt: event.timestamp,
    answeredAt: null,
    instructions: textOf(data["instructions"]),
    questions: data["questions"] ?? null,
    fields: readFields(data["fields"]),
    minAnswers: numberOf(data["min_answers"]) ?? 1,
    proposal: data["proposal"] === undefined ? null : fieldsOf(data["proposal"]),
    answers: null,
    submissions: [],
  };
  state.index.gates.add(id);
  if (!activation || !branch) return;
  activation.status = "waiting";
  activation.asks = [...activation.asks, id];
  stopClock(state, activation);
  releaseBranch(state.index, branch);
}

export function humanAnswersRecorded(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const known = state.interactions[textOf(data["interaction_id"]) ?? ""];
  if (!known) return;
  const interaction = readDraft(known);
  const submission = {
    by: textOf(data["by"]) ?? "",
    via: textOf(data["via"]) ?? "",
    at: event.timestamp,
    answers: fieldsOf(data["answers"]),
    ...(data["evidence"] === undefined ? {} : { evidence: fieldsOf(data["evidence"]) }),
  };
  const expired = data["expired"] === true;
  if (expired) interaction.expired = true;
  else interaction.submissions = [...interaction.submissions, submission];
  if (data["closes"] !== true) return;
  interaction.answeredAt = event.timestamp;
  if (!expired) interaction.answers = combineAnswers(interaction.fields, interaction.submissions);
  state.index.gates.delete(interaction.id);
  const activation = state.activations[interaction.activationId];
  if (activation?.status !== "waiting") return;
  // It may wait for what it has asked itself, and for what was asked in its place.
  if (activation.asks.some((id) => isOpen(state, id))) return;
  const draft = readDraft(activation);
  draft.status = "started";
  if (state.branches[activation.branch]?.status === "live") {
    addPending(state.index, activation.branch);
  }
}

function isOpen({ interactions }: RunState, id: string): boolean {
  const asked = interactions[id];
  return asked !== undefined && isOpenGate(asked);
}

function readFields(value: Value | undefined): readonly AnswerField[] {
  if (!isList(value)) return [];
  return value
    .filter((field) => isFields(field))
    .map((field) => ({
      name: textOf(field["name"]) ?? "",
      type: textOf(field["type"]) ?? "string",
      ...(field["enum"] === undefined ? {} : { enum: textsOf(field["enum"]) }),
      ...(field["optional"] === true ? { optional: true } : {}),
    }));
}

const askers = ["agent", "checks", "effects"] as const;

function readSource(source: Value | undefined): Interaction["source"] {
  return askers.find((asker) => asker === source) ?? "human";
}
