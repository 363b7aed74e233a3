/** Runs `done`: the path ends here, and what came is the result. */
import type { NodeContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";

/** Ends the path well. */
export function runDone({ input }: NodeContext): Outcome {
  return { kind: "end", status: "done", output: input };
}
