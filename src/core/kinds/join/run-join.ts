/** Runs a join: what arrived is its output. Spec: runtime §10.8. */
import type { NodeContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";

/** Hands on what the branches brought. */
export function runJoin({ input }: NodeContext): Outcome {
  return { kind: "next", output: input };
}
