/** C028, C115: parallel branches bring the same key, or both change the workspace. Spec: language §11.3. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { Lowered } from "#core/languages/language.ts";
import { canonicalCondition } from "#core/graph/condition.ts";
import { indexOf, isTerminal } from "../graph-index.ts";
import type { GraphIndex, Link } from "../graph-index.ts";
import { isPair } from "./ambiguous-condition.ts";
import type { Rule } from "./rule.ts";

/** C115 at the router's name, C028 at the key of the later edge. */
export const branchesInConflict: Rule = {
  codes: ["C028", "C115"],
  needsWorkflow: true,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const fork of index.forks) checkWorkspace(lowered, index, fork, report);
    const targets = Map.groupBy(
      index.links.filter((link) => link.edge.with !== null),
      (link) => link.to,
    );
    for (const [target, links] of targets) {
      if (!isTerminal(target) && links.length > 1) checkKeys(index, target, links, report);
    }
  },
};

function checkWorkspace(lowered: Lowered, index: GraphIndex, fork: string, report: Report): void {
  const links = index.outgoing(fork);
  const name = lowered.origins.nodes.get(fork)?.name;
  if (links.length < 2 || name === undefined) return;
  const regions = links.map((link) => index.region(link));
  const common = (node: string): boolean => regions.every((region) => region.has(node));
  const mutating = regions.map((region) =>
    [...region].find((node) => index.nodes.get(node)?.mutates === true && !common(node)),
  );
  const [first, second] = mutating.filter((node) => node !== undefined);
  if (first !== undefined && second !== undefined)
    report(diagnose("C115", name, { fork, first, second }));
}

/** Keys that two edges into a node both map, if some fork can bring both. */
function checkKeys(
  index: GraphIndex,
  target: string,
  links: readonly Link[],
  report: Report,
): void {
  const earlier = new Map<string, Link[]>();
  for (const link of links) {
    const seen = new Set<string>();
    for (const { key, keyText } of link.origin.with?.entries ?? []) {
      if (keyText.startsWith("_") || seen.has(keyText)) continue;
      seen.add(keyText);
      const others = earlier.get(keyText) ?? [];
      const other = others.find(
        (each) => each.from !== link.from && mayArriveTogether(index, target, each, link),
      );
      if (other !== undefined) {
        const related = [{ message: "the same key", span: other.origin.span }];
        report(
          diagnose(
            "C028",
            key,
            { key: keyText, other: other.from, source: link.from },
            { related },
          ),
        );
      }
      earlier.set(keyText, [...others, link]);
    }
  }
}

/** Whether two branches of one fork can bring the two edges. */
function mayArriveTogether(index: GraphIndex, target: string, first: Link, second: Link): boolean {
  return index.forks.some((fork) => {
    const branches = index.outgoing(fork).map((link) => {
      const region = index.region(link, target);
      const has = (edge: Link): boolean =>
        edge.from === fork ? edge === link : region.has(edge.from);
      return { link, brings: [has(first), has(second)] as const };
    });
    const firsts = branches.filter(({ brings }) => brings[0] && !brings[1]);
    const seconds = branches.filter(({ brings }) => brings[1] && !brings[0]);
    return firsts.some((f) => seconds.some((g) => !excludes(f.link, g.link)));
  });
}

/** Two edges of which exactly one is taken. */
function excludes(a: Link, b: Link): boolean {
  if (a.edge.when === null || b.edge.when === null) return false;
  const [one, other] = [canonicalCondition(a.edge.when), canonicalCondition(b.edge.when)];
  return one !== undefined && other !== undefined && isPair(one, other);
}
