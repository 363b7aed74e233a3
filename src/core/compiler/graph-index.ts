/** A lowered file as the rules look at it: who leads where, and what lies before, behind and between. */
import type { Edge, GraphNode } from "#core/graph/graph.ts";
import { nodesOnCycles, reachable, reachableFrom, waysBack, waysOf } from "#core/graph/traverse.ts";
import type { Ways } from "#core/graph/traverse.ts";
import type { EdgeOrigin, Lowered } from "#core/languages/language.ts";

/** An edge both ends of which are known, and where it was written. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly edge: Edge;
  readonly origin: EdgeOrigin;
}

/** The index of one lowered file; what costs something is worked out when first asked for. */
export interface GraphIndex {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Edges that take part: known ends, and none out of a terminal. */
  readonly links: readonly Link[];
  readonly outgoing: (node: string) => readonly Link[];
  readonly incoming: (node: string) => readonly Link[];
  readonly ways: Ways;
  /** The entry, if it is a declared node or an unreadable declaration. */
  readonly entry: string | null;
  /** An edge may be missing: nothing is said of what no path leads to. */
  readonly incomplete: boolean;
  /** Whether a path of one edge or more leads from the first to the second. */
  readonly isBefore: (first: string, second: string) => boolean;
  readonly isOnCycle: (node: string) => boolean;
  /** Routers that fork, those whose mode can't be read, and unreadable declarations. */
  readonly forks: readonly string[];
  readonly isBehindFork: (node: string) => boolean;
  readonly isMeeting: (node: string) => boolean;
  readonly mayBeMeeting: (node: string) => boolean;
  /** Nodes behind an edge, not passing its source, a meeting point, or `besides`. */
  readonly region: (link: Link, besides?: string) => ReadonlySet<string>;
}

const indices = new WeakMap<Lowered, GraphIndex>();

/** The index of a lowered file, made once. */
export function indexOf(lowered: Lowered): GraphIndex {
  const index = indices.get(lowered) ?? createIndex(lowered);
  indices.set(lowered, index);
  return index;
}

/** A terminal that every graph has. */
export function isTerminal(node: string): boolean {
  return node === "done" || node === "fail";
}

/** True for a name that an edge may lead to or from. */
export function isNode(lowered: Lowered, name: string): boolean {
  return indexOf(lowered).nodes.has(name) || lowered.gaps.unreadable.has(name);
}

function createIndex(lowered: Lowered): GraphIndex {
  const { graph, origins, gaps } = lowered;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const known = (name: string): boolean => nodes.has(name) || gaps.unreadable.has(name);
  const links: Link[] = [];
  let unknownEnd = false;
  for (const [index, edge] of graph.edges.entries()) {
    const { from, to } = edge;
    const origin = origins.edges[index];
    if (origin === undefined || isTerminal(from)) continue;
    if (known(from) && known(to)) links.push({ from, to, edge, origin });
    else unknownEnd = true;
  }
  const entry = known(graph.entry) && !isTerminal(graph.entry) ? graph.entry : null;
  const ways = waysOf(links);
  return {
    nodes,
    links,
    ways,
    entry,
    incomplete: gaps.lostWorkflowLine || unknownEnd || entry === null || gaps.unreadable.has(entry),
    outgoing: grouped(links, (link) => link.from),
    incoming: grouped(links, (link) => link.to),
    isBefore: createIsBefore(ways, links),
    isOnCycle: onDemand(() => nodesOnCycles([...nodes.keys(), ...gaps.unreadable], ways)),
    ...createForks(lowered, nodes, links, ways),
  };
}

function grouped(
  links: readonly Link[],
  key: (link: Link) => string,
): (node: string) => readonly Link[] {
  const groups = Map.groupBy(links, key);
  return (node) => groups.get(node) ?? [];
}

function onDemand(make: () => ReadonlySet<string>): (node: string) => boolean {
  let made: ReadonlySet<string> | undefined;
  return (node) => (made ??= make()).has(node);
}

/** How far a search goes back before all that lies behind the first node is worked out. */
const nearby = 64;

/** Most references are to a node close before, so a short search back comes first. */
function createIsBefore(ways: Ways, links: readonly Link[]): GraphIndex["isBefore"] {
  const back = waysBack(links);
  const behind = new Map<string, ReadonlySet<string>>();
  return (first, second) => {
    const seen = new Set(back.get(second) ?? []);
    for (const node of seen) {
      if (seen.size > nearby || node === first) break;
      for (const before of back.get(node) ?? []) seen.add(before);
    }
    if (seen.has(first)) return true;
    if (seen.size <= nearby) return false;
    const reached = behind.get(first) ?? reachableFrom(ways, first);
    behind.set(first, reached);
    return reached.has(second);
  };
}

function createForks(
  { gaps, origins }: Lowered,
  nodes: ReadonlyMap<string, GraphNode>,
  links: readonly Link[],
  ways: Ways,
): Pick<GraphIndex, "forks" | "isBehindFork" | "isMeeting" | "mayBeMeeting" | "region"> {
  const routers = [...nodes.values()].filter(
    (node) => forksAll(node) || origins.nodes.get(node.id)?.unreadableMode === true,
  );
  const forks = [...routers.map((node) => node.id), ...gaps.unreadable];
  const isBehindFork = onDemand(() =>
    reachable(
      ways,
      forks.flatMap((fork) => ways.get(fork) ?? []),
    ),
  );
  const isMeeting = (id: string): boolean => {
    const node = nodes.get(id);
    return node !== undefined && (node.kind === "join" || (node.await ?? null) !== null);
  };
  const arriving = Map.groupBy(links, (link) => link.to);
  return {
    forks,
    isBehindFork,
    isMeeting,
    mayBeMeeting: (node) =>
      isMeeting(node) || ((arriving.get(node)?.length ?? 0) > 1 && isBehindFork(node)),
    region: (link, besides) => {
      const stop = (node: string): boolean =>
        node === link.from || node === besides || isMeeting(node);
      if (stop(link.to)) return new Set();
      return new Set([...reachable(ways, [link.to], stop)].filter((node) => !stop(node)));
    },
  };
}

/** Whether a router forks: it may take several edges, each its own branch. */
function forksAll(node: GraphNode): boolean {
  if (node.kind !== "router" || !("mode" in node)) return false;
  return (
    node.mode === "fan_out_all" || (node.mode === "llm" && "multi" in node && node.multi === true)
  );
}
