/** C010, C011, C012: which edge of a node is taken isn't clear, or none may be. Spec: language §11.1. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { Lowered } from "#core/languages/language.ts";
import { canonicalCondition } from "#core/graph/condition.ts";
import type { CanonicalCondition } from "#core/graph/condition.ts";
import type { When } from "#core/graph/graph.ts";
import type { Span } from "#core/text/span.ts";
import { indexOf } from "../graph-index.ts";
import type { Link } from "../graph-index.ts";
import { shapesOf } from "../references.ts";
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
      const conditions = conditionsOf(links);
      if (conditions.length > 1) checkSame(conditions, report);
      if (mode === "round_robin") continue;
      if (conditions.length + 1 < links.length) checkUnconditional(links, report);
      if (conditions.length > 0 && conditions.length === links.length)
        if (!lowered.gaps.lostWorkflowLine && conditions.every(isKnownIn(lowered)))
          checkComplete(conditions, report);
    }
  },
};

/** The condition of an edge. */
interface Condition {
  readonly link: Link;
  readonly when: When;
  readonly span: Span;
  /** Undefined if its expression can't be read. */
  readonly canonical: CanonicalCondition | undefined;
}

function conditionsOf(links: readonly Link[]): Condition[] {
  const conditions: Condition[] = [];
  for (const link of links) {
    const { when } = link.edge;
    const span = link.origin.when?.condition;
    if (when !== null && span !== undefined)
      conditions.push({ link, when, span, canonical: canonicalCondition(when) });
  }
  return conditions;
}

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
function checkSame(conditions: readonly Condition[], report: Report): void {
  const earlier = new Map<string, { readonly first: Link; readonly loops: (string | null)[] }>();
  for (const { link, span, canonical } of conditions) {
    if (canonical === undefined) continue;
    const { loop } = link.edge;
    const form = signOf(canonical);
    const same = earlier.get(form);
    if (same !== undefined && (same.loops.includes(null) || same.loops.includes(loop))) {
      const related = [{ message: "the same condition", span: same.first.origin.span }];
      report(diagnose("C011", span, { node: link.from }, { related }));
    }
    if (same === undefined) earlier.set(form, { first: link, loops: [loop] });
    else if (!same.loops.includes(loop)) same.loops.push(loop);
  }
}

/** False for a field that isn't there: C014 has said so, and the field that is meant isn't known. */
function isKnownIn(lowered: Lowered): (condition: Condition) => boolean {
  const { output } = shapesOf(lowered);
  return ({ link, when }) => {
    if (!("field" in when)) return true;
    const { fields, closed } = output(link.from);
    return !closed || fields.has(when.field) || when.field.startsWith("_");
  };
}

/** The same text for the same conditions. */
function signOf({ form, not }: CanonicalCondition): string {
  return `${not ? "not " : ""}${form}`;
}

/** Conditions without a way out for the rest must be a pair. */
function checkComplete(conditions: readonly Condition[], report: Report): void {
  const signs = new Set<string>();
  for (const { canonical } of conditions) {
    if (canonical === undefined) return;
    const { form, not } = canonical;
    if (signs.has(signOf({ form, not: !not }))) return;
    signs.add(signOf(canonical));
  }
  const [first] = conditions;
  if (first === undefined) return;
  const { link, when, span } = first;
  const field = "field" in when ? when.field : null;
  report(diagnose("C012", span, { node: link.from, field, not: when.not }));
}
