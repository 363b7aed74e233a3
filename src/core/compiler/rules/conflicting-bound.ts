/** C005: edges of one loop disagree about its bound. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { positionAt } from "#core/text/source-file.ts";
import type { Span } from "#core/text/span.ts";
import type { Rule } from "./rule.ts";

/** At the loop's name on each later edge that says another bound than the first. */
export const conflictingBound: Rule = {
  codes: ["C005"],
  needsWorkflow: true,
  check({ file, graph, origins }, report) {
    const firsts = new Map<string, { readonly value: number; readonly span: Span }>();
    for (let index = 0; index < graph.edges.length; index += 1) {
      const name = graph.edges[index]?.loop ?? null;
      const loop = origins.edges[index]?.loop ?? null;
      if (name === null || loop === null) continue;
      const first = firsts.get(name);
      if (first === undefined) firsts.set(name, { value: loop.value, span: loop.name });
      else if (first.value !== loop.value) {
        const { line } = positionAt(file, first.span.start);
        const holes = { name, first: first.value, line, here: loop.value };
        report(
          diagnose("C005", loop.name, holes, {
            related: [{ message: `bounded by ${first.value} here`, span: first.span }],
          }),
        );
      }
    }
  },
};
