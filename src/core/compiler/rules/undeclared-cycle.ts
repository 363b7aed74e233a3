/** C019: a cycle that no loop bounds. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { positionAt } from "#core/text/source-file.ts";
import { indexOf } from "../graph-index.ts";
import { findClosings, numberedWays } from "../numbered-ways.ts";
import type { Rule } from "./rule.ts";

/** At the edge that closes the cycle: the search begins at the entry and follows the order of the file. */
export const undeclaredCycle: Rule = {
  codes: ["C019"],
  needsWorkflow: true,
  check(lowered, report) {
    const { links, net, entry } = indexOf(lowered);
    const unbounded = links.filter((link) => link.edge.loop === null);
    const arrows = net.arrows.filter((_, number) => links[number]?.edge.loop === null);
    const ways = numberedWays(net.names.length, arrows);
    const first = entry === null ? [] : [net.numbers.get(entry) ?? 0];
    const roots = [...first, ...net.names.keys()];
    for (const { arrow, opening } of findClosings(ways, roots)) {
      const [closing, back] = [unbounded[arrow], unbounded[opening]];
      if (closing === undefined || back === undefined) continue;
      const { from, to, origin } = closing;
      const { line } = positionAt(lowered.file, back.origin.span.start);
      const message = `leads back to \`${to}\`, where line ${line} came from`;
      const related = back === closing ? [] : [{ message, span: back.origin.span }];
      report(diagnose("C019", origin.span, { from, to }, { related }));
    }
  },
};
