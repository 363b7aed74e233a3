/** C028: two branches of a router bring the same key to a node. Spec: language §11.3. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import { canonicalCondition } from "#core/graph/condition.ts";
import { groupBy } from "#core/graph/group-by.ts";
import type { Lowered } from "#core/languages/language.ts";
import type { Span } from "#core/text/span.ts";
import { indexOf, isTerminal } from "../graph-index.ts";
import type { Link } from "../graph-index.ts";
import { labelSet, listLabels, spreadLabels } from "../label-sets.ts";
import type { LabelSet } from "../label-sets.ts";
import { endsOf, spread } from "../numbered-ways.ts";
import { once } from "#core/graph/once.ts";
import { oncePerFile } from "../once-per-file.ts";
import { forksOf, leadingTo, meetings, regionsOf } from "../regions.ts";
import type { Fork } from "../regions.ts";
import { isPair } from "./ambiguous-condition.ts";
import type { Rule } from "./rule.ts";

/** At the key of the later edge. */
export const contestedKey: Rule = {
  codes: ["C028"],
  needsWorkflow: true,
  check(lowered, report) {
    if (forksOf(lowered).length === 0) return;
    const mapped = indexOf(lowered).links.filter(({ edge }) => edge.with !== null);
    const targets = groupBy(mapped, ({ to }) => to);
    const contests = [...targets].flatMap(([target, links]) => contestsAt(lowered, target, links));
    const sources = new Set(contests.flatMap(({ entries }) => entries.map(({ from }) => from)));
    const leading = once(() => leadingTo(lowered, sources));
    for (const { target, entries } of contests) {
      const open = new Set(entries);
      for (const fork of forksBefore(lowered, target, entries)) {
        for (const [later, earlier] of findClashes(lowered, fork, target, entries, leading())) {
          if (!open.delete(later)) continue;
          const related = [{ message: "the same key", span: earlier.key }];
          const holes = { key: later.name, other: earlier.link.from, source: later.link.from };
          report(diagnose("C028", later.key, holes, { related }));
        }
        if (open.size <= 1) break;
      }
    }
  },
};

/** A key that an edge brings. */
interface Entry {
  readonly link: Link;
  readonly from: number;
  readonly name: string;
  readonly key: Span;
}

/** A key that edges from several nodes bring to one, in source order. */
interface Contest {
  readonly target: number;
  readonly entries: readonly Entry[];
}

function contestsAt(lowered: Lowered, target: string, links: readonly Link[]): Contest[] {
  if (isTerminal(target) || links.length < 2) return [];
  const { numbers } = indexOf(lowered).net;
  const behind = inSomeRegion(lowered);
  const entries = links.flatMap((link): Entry[] => {
    const from = numbers.get(link.from) ?? 0;
    if (behind[from] !== 1) return [];
    const byName = new Map<string, Entry>();
    for (const { key, keyText: name } of link.origin.with?.entries ?? []) {
      if (!name.startsWith("_") && !byName.has(name)) byName.set(name, { link, from, name, key });
    }
    return [...byName.values()];
  });
  const contests = [...groupBy(entries, ({ name }) => name).values()];
  return contests
    .filter((same) => same.some(({ from }) => from !== same[0]?.from))
    .map((same) => ({ target: numbers.get(target) ?? 0, entries: same }));
}

/** 1 for each node in a region of some router, and for these routers. */
const inSomeRegion: (lowered: Lowered) => Uint8Array = oncePerFile((lowered) => {
  const { numbers, ways } = indexOf(lowered).net;
  const meeting = meetings(lowered);
  const forks = forksOf(lowered);
  const first = forks.flatMap(({ branches }) => branches.map(({ to }) => numbers.get(to) ?? 0));
  const marks = spread(ways.forward, first, (vertex) => meeting[vertex] === 1);
  for (const { number } of forks) marks[number] = 1;
  return marks;
});

const forksByNumber: (lowered: Lowered) => ReadonlyMap<number, Fork> = oncePerFile(
  (lowered) => new Map(forksOf(lowered).map((fork) => [fork.number, fork])),
);

/**
 * The routers from which different branches may lead to different ones of the sources.
 *
 * Going back from the sources, a node from which all of them can be reached ends the search: what
 * lies before it can reach all of them on any way.
 */
function forksBefore(lowered: Lowered, target: number, entries: readonly Entry[]): Set<Fork> {
  const { net } = indexOf(lowered);
  const meeting = meetings(lowered);
  const order = net.order();
  const sources = [...new Set(entries.map(({ from }) => from))];
  const reached = spreadLabels({
    arrows: net.ways.backward,
    seeds: sources.map((vertex, label) => ({ vertex, label })),
    labels: sources.length,
    blocked: (vertex) => vertex === target || meeting[vertex] === 1,
    place: (vertex) => -(order[vertex] ?? 0),
    stopWhenAlike: true,
  });
  const forks = new Set<Fork>();
  const add = (vertex: number): void => {
    const fork = forksByNumber(lowered).get(vertex);
    if (fork !== undefined) forks.add(fork);
  };
  for (const source of sources) add(source);
  for (const vertex of reached.keys()) {
    add(vertex);
    for (const before of endsOf(net.ways.backward, vertex)) add(before);
  }
  return forks;
}

/** Pairs of entries, the later first, that different branches of a router can bring. */
function findClashes(
  lowered: Lowered,
  fork: Fork,
  target: number,
  entries: readonly Entry[],
  leading: Uint8Array,
): [Entry, Entry][] {
  const within = (vertex: number): boolean => vertex !== target && leading[vertex] === 1;
  const regions = regionsOf(lowered, fork, { within });
  const width = Math.ceil(fork.branches.length / 32);
  const earlier = new Map<string, { readonly entry: Entry; readonly branches: LabelSet }>();
  const clashes: [Entry, Entry][] = [];
  for (const entry of entries) {
    const own = entry.from === fork.number ? fork.branches.indexOf(entry.link) : -1;
    const branches = own === -1 ? regions.branchesTo(entry.from) : labelSet(width, own);
    if (branches === null) continue;
    const other = [...earlier.values()].find(
      (each) => each.entry.from !== entry.from && canMeet(fork, each.branches, branches),
    );
    if (other !== undefined) clashes.push([entry, other.entry]);
    const sign = branches.join();
    if (!earlier.has(sign)) earlier.set(sign, { entry, branches });
  }
  return clashes;
}

/** Whether two branches, one of each set only, may both be taken. */
function canMeet(fork: Fork, some: LabelSet, others: LabelSet): boolean {
  const mine = listLabels(some, others);
  const theirs = listLabels(others, some);
  return mine.some((one) =>
    theirs.some((other) => !excludes(fork.branches[one], fork.branches[other])),
  );
}

/** Two edges of which exactly one is taken. */
function excludes(a: Link | undefined, b: Link | undefined): boolean {
  if (a?.edge.when == null || b?.edge.when == null) return false;
  const [one, other] = [canonicalCondition(a.edge.when), canonicalCondition(b.edge.when)];
  return one !== undefined && other !== undefined && isPair(one, other);
}
