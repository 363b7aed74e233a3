/** C008: a workflow without an entry, or with one that is no declared node. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { textOf } from "#core/text/source-file.ts";
import { indexOf, isTerminal } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** At the workflow's name, or at the value. */
export const noEntry: Rule = {
  codes: ["C008"],
  needsWorkflow: true,
  check(lowered, report) {
    const { file, graph, origins } = lowered;
    const { workflow } = origins;
    if (workflow === null) return;
    const { isKnown } = indexOf(lowered);
    const { entry } = graph;
    const isFine = isKnown(entry) && !isTerminal(entry);
    if (workflow.entry === null ? workflow.damaged : entry === "" || isFine) return;
    const known = [...origins.nodes.keys()];
    if (workflow.entry === null) {
      const name = textOf(file, workflow.name);
      report(diagnose("C008", workflow.name, { problem: "missing", name, known }));
    } else {
      const problem = isTerminal(entry) ? "terminal" : "unknown";
      report(diagnose("C008", workflow.entry.value, { problem, name: entry, known }));
    }
  },
};
