/** Runs `fail`: the path ends here as failed. */
import type { NodeContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";

/** Ends the path as failed. */
export function runFail({ input }: NodeContext): Outcome {
  return { kind: "end", status: "fail", output: input };
}
