/** C180, C181: text of strangers gets to where it could do harm. Spec: github §11.8. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Edge, Graph } from "#core/graph/graph.ts";
import { reachable, waysOf } from "#core/graph/traverse.ts";
import type { Lowered } from "#core/languages/language.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import { commandsOf, pushes, refsIn, taintOf } from "#core/graph/taint.ts";
import type { Taint } from "#core/graph/taint.ts";
import type { Rule } from "./rule.ts";

/** At the name of the node that pushes, and at the command. */
export const taintedText: Rule = {
  codes: ["C180", "C181"],
  needsWorkflow: true,
  check(lowered, report) {
    const { file, graph } = lowered;
    // Most files have nothing of strangers in them, and are not looked at any further.
    if (graph.language !== "iter" || !mayTaint(file.text)) return;
    const taint = taintOf(graph);
    checkPushes(lowered, taint, report);
    checkCommands(lowered, taint, report);
  },
};

/** Two searches: of a text this long, a pattern of both is slow as long as the engine interprets it. */
function mayTaint(text: string): boolean {
  return text.includes("github") || text.includes("mcp");
}

function checkPushes({ graph, origins }: Lowered, taint: Taint, report: Report): void {
  const pushers = graph.nodes.filter(pushes);
  if (pushers.length === 0 || taint.origins.size === 0) return;
  const ways = waysOf(graph.edges.filter((edge) => !isGuarded(graph, edge)));
  for (const { id } of pushers) {
    const name = origins.nodes.get(id)?.name;
    const from = [...taint.origins].find((origin) => reachable(ways, [origin]).has(id));
    if (name !== undefined && from !== undefined)
      report(diagnose("C180", name, { node: id, from }));
  }
}

/** A way on which a person or a judge has said yes. */
function isGuarded({ nodes }: Graph, { from, when }: Edge): boolean {
  const kind = nodes.find(({ id }) => id === from)?.kind;
  return kind === "human" || (kind === "judge" && when !== null);
}

function checkCommands({ graph, origins }: Lowered, taint: Taint, report: Report): void {
  for (const node of graph.nodes) {
    const origin = origins.nodes.get(node.id);
    const found = commandsOf(node)
      .flatMap(refsIn)
      .find((path) => taint.isTainted(node.id, path));
    if (origin === undefined || found === undefined) continue;
    const written = origin.properties.get("command") ?? origin.properties.get("script");
    report(
      diagnose("C181", written?.name ?? origin.name, { node: node.id, reference: found.join(".") }),
    );
  }
}
