/** Why a run of a flow failed. Spec: flow §13. */
import { isFields, isList } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";

/** A code, a sentence, the node, the way to it, and the fields of the code. */
export interface FlowError {
  readonly code: string;
  readonly message: string;
  readonly node_id: string | null;
  readonly within?: readonly string[];
  readonly [field: string]: Value | undefined;
}

/** The failure that a `node_failed` or `run_failed` tells of. */
export function readError({ node_id: at, data = {} }: RunEvent): FlowError {
  const { code, error, details } = data;
  const { fields = {}, node = at ?? null, within = [] } = isFields(details) ? details : {};
  return {
    code: typeof code === "string" ? code : "EXECUTION_FAILED",
    message: typeof error === "string" ? error : "",
    node_id: typeof node === "string" ? node : null,
    ...(isList(within) && within.length > 0 ? { within: within.map(String) } : {}),
    ...(isFields(fields) ? fields : {}),
  };
}

/** The failure of a run that somebody cancelled. */
export function cancelledAt(node: string | null): FlowError {
  const where = node === null ? "the run" : `\`${node}\``;
  return { code: "Cancelled", message: `${where} was cancelled`, node_id: node };
}
