/** C013, C014, C032: a condition asks for a field that the output hasn't, or that is no bool. Spec: language §11.5. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import { isBare, listPaths } from "#core/graph/expression/expression.ts";
import { parseExpression } from "#core/graph/expression/parse.ts";
import type { Lowered } from "#core/languages/language.ts";
import { spanIn } from "#core/languages/traced-text.ts";
import type { Span } from "#core/text/span.ts";
import { indexOf } from "../graph-index.ts";
import { hasNoSchema, shapesOf } from "../references.ts";
import type { Rule } from "./rule.ts";

/** At the field. */
export const fieldInCondition: Rule = {
  codes: ["C013", "C014", "C032"],
  needsWorkflow: true,
  check(lowered, report) {
    for (const { from, edge, origin } of indexOf(lowered).leaving) {
      if (edge.when === null || origin.when === null) continue;
      if ("field" in edge.when)
        checkField(lowered, from, edge.when.field, origin.when.condition, report, true);
      else if (origin.when.text !== null) {
        const parsed = parseExpression(origin.when.text.text);
        if ("faults" in parsed) continue;
        for (const path of listPaths(parsed.expression).filter(isBare)) {
          const name = path.path[0] ?? "";
          const span = spanIn(origin.when.text, path.start, path.start + name.length);
          checkField(lowered, from, name, span, report, false);
        }
      }
    }
  },
};

function checkField(
  lowered: Lowered,
  node: string,
  name: string,
  span: Span,
  report: Report,
  strict: boolean,
): void {
  if (name.startsWith("_")) return;
  const shape = shapesOf(lowered).output(node);
  const type = shape.fields.get(name);
  if (type === undefined && shape.closed) {
    report(diagnose("C014", span, { node, name, known: [...shape.fields.keys()] }));
  } else if (type === undefined && hasNoSchema(lowered, node)) {
    report(diagnose("C032", span, { node, name }));
  } else if (strict && type !== undefined && type !== "bool" && type !== "json") {
    report(diagnose("C013", span, { name, type }));
  }
}
