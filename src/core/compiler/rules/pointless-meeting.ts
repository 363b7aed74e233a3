/** C118, C119: a meeting point to which no branches come, or that requires what can't come. Spec: language §11.3. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { indexOf } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** At the join's name or at `await`; at the item of `require`. */
export const pointlessMeeting: Rule = {
  codes: ["C118", "C119"],
  needsWorkflow: true,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const [node, origin] of lowered.origins.nodes) {
      if (index.isMeeting(node) && !index.incomplete && !index.isBehindFork(node)) {
        const span =
          index.nodes.get(node)?.kind === "join"
            ? origin.name
            : origin.properties.get("await")?.name;
        report(diagnose("C118", span ?? origin.name, { node, join: span === origin.name }));
      }
      for (const { text, span } of origin.properties.get("require")?.items ?? []) {
        const known = index.isKnown(text);
        if (
          known &&
          (index.incomplete || lowered.gaps.unreadable.has(text) || index.isBefore(text, node))
        )
          continue;
        const leading = known
          ? []
          : [...lowered.origins.nodes.keys()].filter((each) => index.isBefore(each, node));
        report(diagnose("C119", span, { name: text, node, known, leading }));
      }
    }
  },
};
