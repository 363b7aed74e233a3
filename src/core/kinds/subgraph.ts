/** Runs a registered graph in a scope of its own. Spec: flow §11.20. */
import type { Fields } from "#core/graph/value.ts";
import type { Outcome } from "#core/run/outcome.ts";
import type { NodeContext, NodeKind } from "./kind.ts";
import { checkNext, copyScope } from "./scoped/attempts.ts";
import { textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { failScoped } from "./scoped/failure.ts";
import { recordOf } from "./scoped/record.ts";
import { targetOf } from "./scoped/target.ts";

/** Runs a registered graph in a scope of its own. */
export const subgraph: NodeKind = defineScopedKind({
  name: "subgraph",
  summary: "Runs a registered graph in a scope of its own.",
  icon: "🧩",
  flow: {
    type: "subgraph",
    fields: [
      { name: "graph", form: "graph", filled: true },
      { name: "next", form: "edge", optional: true, filled: true, port: "next" },
    ],
  },
  run: runSubgraph,
});

async function runSubgraph(context: NodeContext): Promise<Outcome> {
  const { node, frame } = context;
  checkNext(context);
  const graph = textField(node, "graph");
  checkGraph(context, graph);
  const input = copyScope(frame.scope())();
  const target = targetOf(context, graph, { input, variables: [input, input["input"] ?? null] });
  const [output = null] = await context.call([target], 1);
  const { terminal_node_id = null } = output as Fields;
  const recorded = recordOf({ graph, terminal_node_id }, { output: "output" });
  return { kind: "next", port: "next", output, ...recorded };
}

function checkGraph({ node, graph, frame }: NodeContext, name: string): void {
  const known = graph.graphs?.find((one) => one.name === name);
  if (!known) {
    throw failScoped("SubgraphNotFound", {
      node: node.id,
      fields: { graph: name },
      why: `names the graph \`${name}\`, which is not registered`,
      hint: "register it with the host",
    });
  }
  const max = frame.settings.maxSubgraphDepth;
  if (frame.depth + 1 > max) {
    throw failScoped("SubgraphDepthExceeded", {
      node: node.id,
      fields: { graph: name, max_depth: max },
      why: `would run \`${name}\` deeper than ${max} graphs`,
      hint: "look for a graph that runs itself without end",
    });
  }
  if ("faults" in known) {
    throw failScoped("Validation", {
      node: node.id,
      fields: { diagnostics: known.faults },
      why: `cannot run \`${name}\`, which has errors`,
      hint: "validate that graph",
    });
  }
}
