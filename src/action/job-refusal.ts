/** A job that is refused, with the code of its reason as GitHub's people know it. Spec: github §18. */
import { Refusal } from "#core/run/failure.ts";
import type { FieldError } from "#core/run/failure.ts";

/** A refusal with a reason of its own. */
export class JobRefusal extends Refusal {
  readonly reason: string;

  constructor(
    reason: string,
    message: string,
    options: { hint?: string; errors?: readonly FieldError[] } = {},
  ) {
    super("INPUT_INVALID", message, options);
    this.reason = reason;
  }
}

/** The code of a refusal's reason. */
export function reasonOf(refusal: Refusal): string {
  if (refusal instanceof JobRefusal) return refusal.reason;
  switch (refusal.code) {
    case "INPUT_INVALID":
      return "bad_input";
    case "INVALID_WORKFLOW":
      return "compile_error";
    default:
      return refusal.code.toLowerCase();
  }
}
