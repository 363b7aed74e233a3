/** Counts or sums the items of an output. Spec: flow §11.18. */
import { isList } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext, NodeKind } from "./kind.ts";
import { textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { failScoped } from "./scoped/failure.ts";
import { recordOf } from "./scoped/record.ts";
import { readSource } from "./scoped/source.ts";

/** Counts or sums the items of an output. */
export const reduce: NodeKind = defineScopedKind({
  name: "reduce",
  summary: "Counts or sums the items of an output.",
  icon: "🧮",
  flow: {
    type: "reduce",
    fields: [
      { name: "source", form: "source", filled: true },
      { name: "operation", form: "word", words: ["count", "sum"] },
      { name: "next", form: "edge", filled: true, port: "next" },
    ],
  },
  run: runReduce,
});

function runReduce(context: NodeContext): Outcome {
  const source = textField(context.node, "source");
  const operation = textField(context.node, "operation");
  const items = readSource(context, source);
  if (!isList(items)) throw unfit(context, source, "its output is no list");
  const output = operation === "count" ? items.length : sum(context, source, items);
  const recorded = recordOf({ operation }, { output: "output" });
  return { kind: "next", port: "next", output, ...recorded };
}

function sum(context: NodeContext, source: string, items: readonly Value[]): number {
  let total = 0;
  for (const [index, item] of items.entries()) {
    if (typeof item !== "number") throw unfit(context, source, `item ${index} is no number`);
    total += item;
  }
  if (!Number.isFinite(total)) throw unfit(context, source, "the sum is too large");
  return total;
}

function unfit({ node }: NodeContext, source: string, reason: string): Error {
  return failScoped("InvalidReduceInput", {
    node: node.id,
    fields: { source_node: source, reason },
    why: `cannot reduce what \`${source}\` gave: ${reason}`,
  });
}
