/** C100: an expression that can't be read; and the references in those that can. Spec: language §10.1. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import { isBare, listPaths } from "#core/graph/expression/expression.ts";
import { parseExpression } from "#core/graph/expression/parse.ts";
import type { Lowered } from "#core/languages/language.ts";
import { spanIn } from "#core/languages/traced-text.ts";
import type { TracedText } from "#core/languages/traced-text.ts";
import { indexOf } from "../graph-index.ts";
import { describeReference } from "../references.ts";
import type { Consumer } from "../output-fields.ts";
import type { Rule } from "./rule.ts";

/** At the place in the text. */
export const brokenExpression: Rule = {
  codes: ["C100", "C004", "C017", "C030", "C031", "C032", "C033", "C034", "C035", "C036", "C105"],
  needsWorkflow: false,
  check(lowered, report) {
    for (const [node, origin] of lowered.origins.nodes) {
      for (const { traced } of origin.properties.get("expr")?.items ?? []) {
        if (traced !== null) checkExpression(lowered, traced, { node, after: false }, report);
      }
    }
    for (const { from, origin } of indexOf(lowered).edges) {
      const text = origin.when?.text ?? null;
      if (text !== null) checkExpression(lowered, text, { node: from, after: true }, report);
    }
  },
};

/** A bare name is a field of the input in a compute; in a condition its rule is another one. */
function checkExpression(
  lowered: Lowered,
  text: TracedText,
  consumer: Consumer,
  report: Report,
): void {
  const parsed = parseExpression(text.text);
  if ("faults" in parsed) {
    for (const fault of parsed.faults)
      report(diagnose("C100", spanIn(text, fault.start, fault.end), fault));
    return;
  }
  for (const path of listPaths(parsed.expression)) {
    const bare = isBare(path);
    if (bare && consumer.after) continue;
    const described = describeReference(lowered, bare ? ["input", ...path.path] : path.path, {
      ...consumer,
      inExpression: true,
    });
    if ("fault" in described) report(described.fault(spanIn(text, path.start, path.end)));
  }
}
