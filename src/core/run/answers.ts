/** Several people's answers to one gate as one. Spec: runtime §16.3. */
import { readDecision } from "../graph/decision.ts";
import type { Fields } from "../graph/value.ts";
import type { AnswerField, Submission } from "./state.ts";

/** The field that decides: a decision, `approved` if it is a bool, else the only bool, else none. */
export function decisionField(fields: readonly AnswerField[]): string | undefined {
  const decision = fields.find(({ type }) => type === "decision");
  if (decision !== undefined) return decision.name;
  const bools = fields.filter((field) => field.type === "bool").map((field) => field.name);
  if (bools.includes("approved")) return "approved";
  return bools.length === 1 ? bools[0] : undefined;
}

/** The last answer, its decision true only if everybody's was. */
export function combineAnswers(
  fields: readonly AnswerField[],
  submissions: readonly Submission[],
): Fields {
  const answers: Fields = submissions.at(-1)?.answers ?? {};
  const decision = decisionField(fields);
  if (decision === undefined) return answers;
  return {
    ...answers,
    [decision]: submissions.every(
      ({ answers: said }) => readDecision(said[decision] ?? null) === true,
    ),
  };
}
