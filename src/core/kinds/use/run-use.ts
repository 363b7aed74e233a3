/** Runs a use: the graph of its file, in a scope of its own, with the node's input. */
import type { Fields } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import { targetOf } from "#core/kinds/scoped/target.ts";
import type { Outcome } from "#core/run/outcome.ts";

/** The outputs of the file's nodes are the output, and the node at which it ended is `_end`. */
export async function runUse(context: NodeContext): Promise<Outcome> {
  const { node, input } = context;
  const target = targetOf(context, node.id, { input, variables: [input] });
  const [given = null] = await context.call([target], 1);
  const { terminal_node_id: end = null, node_outputs: output = {} } = given as Fields;
  return { kind: "next", output: isFields(output) ? output : {}, meta: { _end: end } };
}
