/** C010, C011, C012: which edge of a node is taken isn't clear, or none may be. Spec: language §11.1. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { Lowered } from "#core/languages/language.ts";
import { canonicalCondition } from "#core/graph/condition.ts";
import type { CanonicalCondition } from "#core/graph/condition.ts";
import { indexOf } from "../graph-index.ts";
import type { Link } from "../graph-index.ts";
import type { Rule } from "./rule.ts";

/** A second way on, a condition given before, and conditions that leave a case out. */
export const ambiguousCondition: Rule = {
  codes: ["C010", "C011", "C012"],
  needsWorkflow: true,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const node of index.nodes.values()) {
      const mode = routerMode(lowered, node.id);
      if (mode === "fan_out_all" || mode === "llm" || mode === "unreadable") continue;
      const links = index.outgoing(node.id);
      checkSame(links, report);
      if (mode === "round_robin") continue;
      checkUnconditional(links, report);
      if (!lowered.gaps.lostWorkflowLine) checkComplete(links, report);
    }
  },
};

/** True if exactly one of the two holds, whatever the output. */
export function isPair(a: CanonicalCondition, b: CanonicalCondition): boolean {
  return a.form === b.form && a.not !== b.not;
}

/** The mode of a router, `unreadable` if it has one that can't be read, null for other nodes. */
export function routerMode(lowered: Lowered, id: string): string | null {
  const node = indexOf(lowered).nodes.get(id);
  if (node?.kind !== "router") return null;
  if (lowered.origins.nodes.get(id)?.unreadableMode === true) return "unreadable";
  return "mode" in node && typeof node.mode === "string" ? node.mode : "fan_out_all";
}

function checkUnconditional(links: readonly Link[], report: Report): void {
  const [first, ...others] = links.filter((link) => link.edge.when === null);
  for (const { edge, origin } of others) {
    report(
      diagnose(
        "C010",
        origin.source,
        { node: edge.from, target: edge.to },
        {
          related:
            first === undefined
              ? []
              : [{ message: "the first unconditional edge", span: first.origin.span }],
        },
      ),
    );
  }
}

/** A condition that was there before is never reached, unless it is what happens when loops are used up. */
function checkSame(links: readonly Link[], report: Report): void {
  const earlier = new Map<string, { readonly first: Link; readonly loops: Set<string | null> }>();
  for (const link of links) {
    const condition = link.edge.when === null ? undefined : canonicalCondition(link.edge.when);
    if (condition === undefined || link.origin.when === null) continue;
    const { loop } = link.edge;
    const form = signOf(condition);
    const same = earlier.get(form);
    if (same !== undefined && (same.loops.has(null) || same.loops.has(loop))) {
      const related = [{ message: "the same condition", span: same.first.origin.span }];
      report(diagnose("C011", link.origin.when.condition, { node: link.from }, { related }));
    }
    if (same === undefined) earlier.set(form, { first: link, loops: new Set([loop]) });
    else same.loops.add(loop);
  }
}

/** The same text for the same conditions. */
function signOf({ form, not }: CanonicalCondition): string {
  return `${not ? "not " : ""}${form}`;
}

/** Conditions without a way out for the rest must be a pair. */
function checkComplete(links: readonly Link[], report: Report): void {
  const conditional = links.filter((link) => link.edge.when !== null);
  const [first] = conditional;
  const span = first?.origin.when?.condition;
  if (first === undefined || span === undefined || conditional.length < links.length) return;
  const conditions = conditional.flatMap((link) =>
    link.edge.when === null ? [] : [canonicalCondition(link.edge.when)],
  );
  const readable = conditions.filter((condition) => condition !== undefined);
  if (readable.length < conditions.length) return;
  const signs = new Set(readable.map(signOf));
  if (readable.some((condition) => signs.has(signOf({ ...condition, not: !condition.not }))))
    return;
  const when = first.edge.when;
  const field = when !== null && "field" in when ? when.field : null;
  report(diagnose("C012", span, { node: first.from, field, not: when?.not === true }));
}
