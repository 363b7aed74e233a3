/** Failures of a flow's nodes: a stable code, fields, and a sentence. Spec: flow §13. */
import type { Fields } from "#core/graph/value.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { FlowErrorCode } from "#core/run/failure.ts";

/** What a node fails with; the fields are those that the code has. */
export function failScoped(
  code: FlowErrorCode,
  {
    node,
    fields = {},
    why,
    hint,
  }: {
    readonly node: string;
    readonly fields?: Fields;
    /** What the node did, after its name. */
    readonly why: string;
    readonly hint?: string;
  },
): RunFailure {
  return new RunFailure({
    code,
    message: `\`${node}\` ${why}`,
    retryable: false,
    data: { details: { fields } },
    ...(hint === undefined ? {} : { hint }),
  });
}
