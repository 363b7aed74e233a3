/** A gate as its file in the run's folder has it. Spec: runtime §23.2. */
import type { Fields } from "../graph/value.ts";
import type { Interaction } from "./state.ts";

/** The document of a gate, open or closed; `proposal` only where a model made one, `withdrawn` only if it was. */
export function toInteractionDocument(gate: Interaction, runId: string): Fields {
  return {
    id: gate.id,
    run_id: runId,
    gate: gate.gate,
    node_id: gate.nodeId,
    branch_id: gate.branchId,
    activation_id: gate.activationId,
    source: gate.source,
    requested_at: gate.requestedAt,
    answered_at: gate.answeredAt,
    ...(gate.withdrawn === true ? { withdrawn: true } : {}),
    instructions: gate.instructions,
    questions: gate.questions,
    fields: gate.fields.map((field) => ({ ...field })),
    min_answers: gate.minAnswers,
    ...(gate.proposal === null ? {} : { proposal: gate.proposal }),
    answers: gate.answers,
    submissions: gate.submissions.map((submission) => ({ ...submission })),
  };
}
