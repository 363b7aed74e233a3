/** A lowered file as the rules look at it: who leads where, and what lies before, behind and between. */
import { groupBy } from "#core/graph/group-by.ts";
import type { Edge, GraphNode } from "#core/graph/graph.ts";
import type { EdgeOrigin, Lowered } from "#core/languages/language.ts";
import { once } from "#core/graph/once.ts";
import { oncePerFile } from "./once-per-file.ts";
import { findGroups, findOrder, numberedWays, spread, spreadBehind } from "./numbered-ways.ts";
import type { Arrow, Groups, NumberedWays } from "./numbered-ways.ts";
import { createPrecedence } from "./precedence.ts";

/** An edge whose source is known, and where it was written. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly edge: Edge;
  readonly origin: EdgeOrigin;
}

/** Nodes by number, for searches: the graph's in its order, then unreadable declarations. */
export interface Net {
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Arrow `n` is the edge `links[n]`. */
  readonly ways: NumberedWays;
  readonly arrows: readonly Arrow[];
  readonly groups: () => Groups;
  /** Places in an order in which edges lead on, but for those back in cycles. */
  readonly order: () => Int32Array;
}

/** The index of one lowered file; what costs something is worked out when first asked for. */
export interface GraphIndex {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** True for a name that an edge may lead to or from. */
  readonly isKnown: (name: string) => boolean;
  /** Edges that don't leave a terminal, known or not. */
  readonly edges: readonly Link[];
  /** Edges both ends of which are known, none out of a terminal. */
  readonly links: readonly Link[];
  /** Edges out of a known node that is no terminal, wherever they lead. */
  readonly leaving: readonly Link[];
  readonly outgoing: (node: string) => readonly Link[];
  /** Edges from known nodes. */
  readonly incoming: (node: string) => readonly Link[];
  readonly net: Net;
  /** The entry, if it is a declared node or an unreadable declaration. */
  readonly entry: string | null;
  /** An edge may be missing: nothing is said of what no path leads to. */
  readonly incomplete: boolean;
  /** Whether a path of one edge or more leads from the first to the second. */
  readonly isBefore: (first: string, second: string) => boolean;
  readonly isOnCycle: (node: string) => boolean;
  /** Whether a path leads from the entry to the node. */
  readonly isReached: (node: string) => boolean;
  /** Routers that fork, those whose mode can't be read, and unreadable declarations. */
  readonly forks: readonly string[];
  readonly isBehindFork: (node: string) => boolean;
  readonly isMeeting: (node: string) => boolean;
  readonly mayBeMeeting: (node: string) => boolean;
}

/** The index of a lowered file, made once. */
export const indexOf: (lowered: Lowered) => GraphIndex = oncePerFile(createIndex);

/** A terminal that every graph has. */
export function isTerminal(node: string): boolean {
  return node === "done" || node === "fail";
}

/** True for a router that takes several edges at once, each its own branch. */
export function isFork(node: GraphNode | undefined): boolean {
  if (node?.kind !== "router" || !("mode" in node)) return false;
  return (
    node.mode === "fan_out_all" || (node.mode === "llm" && "multi" in node && node.multi === true)
  );
}

function createIndex(lowered: Lowered): GraphIndex {
  const { graph, gaps } = lowered;
  const nodes = new Map<string, GraphNode>();
  for (const node of graph.nodes) nodes.set(node.id, node);
  const isKnown = (name: string): boolean => nodes.has(name) || gaps.unreadable.has(name);
  const edges = linksOf(lowered);
  const leaving = keep(edges, ({ from }) => isKnown(from));
  const links = keep(leaving, ({ to }) => isKnown(to));
  const entry = isKnown(graph.entry) && !isTerminal(graph.entry) ? graph.entry : null;
  const unsure = entry === null || gaps.unreadable.has(entry) || links.length < edges.length;
  const names = [...nodes.keys()];
  for (const name of gaps.unreadable) if (!nodes.has(name)) names.push(name);
  const net = createNet(names, links);
  const incoming = grouped(links, ({ to }) => to);
  return {
    nodes,
    isKnown,
    edges,
    links,
    leaving,
    net,
    entry,
    incomplete: gaps.lostWorkflowLine || unsure,
    outgoing: grouped(leaving, ({ from }) => from),
    incoming,
    ...createReach(net, entry),
    ...createForks(lowered, nodes, net, incoming),
  };
}

function linksOf({ graph, origins }: Lowered): Link[] {
  const links: Link[] = [];
  graph.edges.forEach((edge, number) => {
    const origin = origins.edges[number];
    if (origin === undefined || isTerminal(edge.from)) return;
    links.push({ from: edge.from, to: edge.to, edge, origin });
  });
  return links;
}

/** The links that pass a test: mostly all of them. */
function keep(links: readonly Link[], test: (link: Link) => boolean): readonly Link[] {
  return links.every(test) ? links : links.filter(test);
}

const noLinks: readonly Link[] = [];

function grouped(
  links: readonly Link[],
  key: (link: Link) => string,
): (node: string) => readonly Link[] {
  const groups = groupBy(links, key);
  return (node) => groups.get(node) ?? noLinks;
}

function createNet(names: readonly string[], links: readonly Link[]): Net {
  const numbers = new Map<string, number>();
  for (const name of names) numbers.set(name, numbers.size);
  const numberOf = (name: string): number => numbers.get(name) ?? 0;
  const arrows = links.map(({ from, to }) => ({ from: numberOf(from), to: numberOf(to) }));
  const ways = numberedWays(names.length, arrows);
  return {
    names,
    numbers,
    ways,
    arrows,
    groups: once(() => findGroups(ways)),
    order: once(() => findOrder(ways)),
  };
}

function createReach(
  { numbers, ways, groups }: Net,
  entry: string | null,
): Pick<GraphIndex, "isBefore" | "isOnCycle" | "isReached"> {
  const precedence = once(() => createPrecedence(ways, groups()));
  const start = entry === null ? undefined : numbers.get(entry);
  return {
    isBefore: (first, second) => {
      const [from, to] = [numbers.get(first), numbers.get(second)];
      return from !== undefined && to !== undefined && precedence()(from, to);
    },
    isOnCycle: (node) => {
      const { of, cyclic } = groups();
      return cyclic[of[numbers.get(node) ?? -1] ?? -1] === 1;
    },
    isReached: marked(numbers, () => spread(ways.forward, start === undefined ? [] : [start])),
  };
}

function marked(
  numbers: ReadonlyMap<string, number>,
  mark: () => Uint8Array,
): (node: string) => boolean {
  const marks = once(mark);
  return (node) => marks()[numbers.get(node) ?? -1] === 1;
}

function createForks(
  { gaps, origins }: Lowered,
  nodes: ReadonlyMap<string, GraphNode>,
  { numbers, ways }: Net,
  incoming: (node: string) => readonly Link[],
): Pick<GraphIndex, "forks" | "isBehindFork" | "isMeeting" | "mayBeMeeting"> {
  const forks: string[] = [];
  for (const [id, node] of nodes)
    if (isFork(node) || origins.nodes.get(id)?.unreadableMode === true) forks.push(id);
  forks.push(...gaps.unreadable);
  const isBehindFork = marked(numbers, () =>
    spreadBehind(
      ways.forward,
      forks.map((fork) => numbers.get(fork) ?? 0),
    ),
  );
  const isMeeting = (id: string): boolean => {
    const node = nodes.get(id);
    return node !== undefined && (node.kind === "join" || (node.await ?? null) !== null);
  };
  return {
    forks,
    isBehindFork,
    isMeeting,
    mayBeMeeting: (node) => isMeeting(node) || (incoming(node).length > 1 && isBehindFork(node)),
  };
}
