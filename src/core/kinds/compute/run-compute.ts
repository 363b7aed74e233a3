/** Runs one activation of a node of kind `compute`. */
import type { NodeContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";
import { RunFailure } from "#core/run/failure.ts";

/** Runs one activation. */
export function runCompute(context: NodeContext): Outcome {
  throw new RunFailure({
    code: "EXECUTION_FAILED",
    message: `The node "${context.node.id}" is of kind compute, which can't run here.`,
    retryable: false,
  });
}
