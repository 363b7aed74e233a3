/** An answer that was refused twice. */
import type { FieldError } from "#core/graph/schema.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { AnswerForm } from "./answer.ts";

/** The failure; a further attempt begins with the first refused step. */
export function refuseAnswer(
  { node }: NodeContext,
  form: AnswerForm,
  answer: { readonly refused: string; readonly errors: readonly FieldError[] },
): RunFailure {
  const list = answer.errors.map(({ field, message }) =>
    field === null ? `it ${message}` : `\`${field}\` ${message}`,
  );
  return new RunFailure({
    code: form.code,
    message: `\`${node.id}\` gave an answer that does not fit, twice: ${list.join("; ")}`,
    hint: form.hint,
    retryable: false,
    errors: answer.errors,
    redo: answer.refused,
  });
}
