/** Runs one activation of a node of kind `agent`. */
import type { NodeContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";
import { RunFailure } from "#core/run/failure.ts";

/** Runs one activation. */
export function runAgent(context: NodeContext): Outcome {
  throw new RunFailure({
    code: "EXECUTION_FAILED",
    message: `The node "${context.node.id}" is of kind agent, which can't run here.`,
    retryable: false,
  });
}
