/** What a flow's execution record says of a node besides its output. Spec: flow §14. */
import type { Fields } from "#core/graph/value.ts";

/** How the record of an execution is written into `node_finished`. */
export interface Recorded {
  /** The name that the output has in the record, if it is in it. */
  readonly output?: "output" | "outputs";
  /** The output becomes `last_llm_output` or `last_tool_output`. */
  readonly last?: "llm" | "tool";
  /** Each key of the output is a node, and its value that node's output too. */
  readonly spread?: boolean;
  /** The node gives no output. */
  readonly silent?: boolean;
}

/** The keys of `node_finished` that a flow's node adds. */
export function recordOf(record: Fields, how: Recorded = {}): { readonly data: Fields } {
  return { data: { record, ...(Object.keys(how).length === 0 ? {} : { records: { ...how } }) } };
}
