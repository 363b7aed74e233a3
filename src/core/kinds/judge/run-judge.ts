/** Runs one activation of a node of kind `judge`. */
import type { NodeContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";
import { RunFailure } from "#core/run/failure.ts";

/** Runs one activation. */
export function runJudge(context: NodeContext): Outcome {
  throw new RunFailure({
    code: "EXECUTION_FAILED",
    message: `The node "${context.node.id}" is of kind judge, which can't run here.`,
    retryable: false,
  });
}
