/** C008: a workflow without an entry, or with one that is no declared node. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { textOf } from "#core/text/source-file.ts";
import { isNode, isTerminal } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** At the workflow's name, or at the value. */
export const noEntry: Rule = {
  codes: ["C008"],
  needsWorkflow: true,
  check(lowered, report) {
    const { file, graph, origins } = lowered;
    const { workflow } = origins;
    if (workflow === null) return;
    const known = [...origins.nodes.keys()];
    if (workflow.entry === null) {
      if (!workflow.damaged)
        report(
          diagnose("C008", workflow.name, {
            problem: "missing",
            name: textOf(file, workflow.name),
            known,
          }),
        );
    } else if (graph.entry !== "" && (isTerminal(graph.entry) || !isNode(lowered, graph.entry))) {
      const problem = isTerminal(graph.entry) ? "terminal" : "unknown";
      report(diagnose("C008", workflow.entry.value, { problem, name: graph.entry, known }));
    }
  },
};
