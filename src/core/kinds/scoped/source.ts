/** Outputs of other nodes that a node names. */
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { failScoped } from "./failure.ts";

/** The output of a node that has run already. */
export function readSource({ node, frame }: NodeContext, source: string): Value {
  const outputs = frame.scope()["node_outputs"];
  if (isFields(outputs) && Object.hasOwn(outputs, source)) return outputs[source] ?? null;
  throw failScoped("MissingMergeSource", {
    node: node.id,
    fields: { source_id: source },
    why: `needs the output of \`${source}\`, which has given none`,
    hint: `see to it that \`${source}\` runs before it`,
  });
}
