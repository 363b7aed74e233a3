/** Answers that do not count: one that was refused twice, one whose price nobody knows. */
import type { FieldError } from "#core/graph/schema.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Usage } from "#core/run/failure.ts";
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

/** Where costs are limited, a call whose cost nobody knows fails; its tokens are charged. */
export function refuseUnpriced(
  { node, pricesMatter }: Pick<NodeContext, "node" | "pricesMatter">,
  who: string,
  usage: Usage,
): void {
  if (!pricesMatter || usage.cost_source !== "unknown") return;
  const counted = usage.input_tokens + usage.output_tokens > 0;
  throw new RunFailure({
    code: "UNKNOWN_PRICE",
    message: `nobody knows what ${who} of \`${node.id}\` cost${counted ? "" : ": its server doesn't count tokens"}`,
    hint: "set `unknown_price: ignore` in the budget, or name a model with a known price",
    retryable: false,
    usage,
  });
}
