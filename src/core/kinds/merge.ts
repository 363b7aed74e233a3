/** Puts outputs that are there together. Spec: flow §11.17. */
import { isList } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext, NodeKind } from "./kind.ts";
import { numberField, textField, textsField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { failScoped } from "./scoped/failure.ts";
import { recordOf } from "./scoped/record.ts";
import { readSource } from "./scoped/source.ts";

/** Puts outputs that are there together. */
export const merge: NodeKind = defineScopedKind({
  name: "merge",
  summary: "Puts outputs that are there together.",
  icon: "🔗",
  flow: {
    type: "merge",
    fields: [
      { name: "sources", form: "sources", filled: true },
      { name: "policy", form: "word", words: ["first", "all", "quorum"] },
      {
        name: "quorum",
        form: "uint",
        optional: true,
        check: (quorum, { policy = null, sources = null }) =>
          checkQuorum(quorum, policy, isList(sources) ? sources.length : 0),
      },
      { name: "next", form: "edge", filled: true, port: "next", label: "next" },
    ],
    checkOrder: ["sources", "next", "quorum"],
  },
  run: runMerge,
});

function checkQuorum(quorum: Value, policy: Value, sources: number): string | undefined {
  if (policy !== "quorum") {
    return quorum === null ? undefined : "must be absent unless `policy` is `quorum`";
  }
  const inRange = typeof quorum === "number" && quorum >= 1 && quorum <= sources;
  return inRange ? undefined : `must be between 1 and ${sources}`;
}

function runMerge(context: NodeContext): Outcome {
  const { node } = context;
  const sources = textsField(node, "sources");
  const policy = textField(node, "policy");
  const outputs = sources.map((source) => readSource(context, source));
  const output = policy === "first" ? (outputs[0] ?? null) : takeSome(context, policy, outputs);
  const recorded = recordOf({ policy, sources }, { output: "output" });
  return { kind: "next", port: "next", output, ...recorded };
}

function takeSome({ node }: NodeContext, policy: string, outputs: readonly Value[]): Value {
  if (policy === "all") return outputs;
  const required = numberField(node, "quorum") ?? 0;
  if (outputs.length >= required) return outputs.slice(0, required);
  throw failScoped("MergeQuorumNotMet", {
    node: node.id,
    fields: { required, resolved: outputs.length },
    why: `needs ${required} outputs and has ${outputs.length} sources`,
  });
}
