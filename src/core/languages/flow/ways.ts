/** Where runs of a flow can go: control edges, live nodes, cycles. Spec: flow §5.4. */
import { groupsOf, nodesOnCycles, reachable, waysBack, waysOf } from "#core/graph/traverse.ts";
import { edgesOf } from "./document.ts";
import type { FlowDocument, FlowNode } from "./document.ts";

/** What is known of a flow's ways. */
export interface FlowWays {
  readonly nodes: ReadonlyMap<string, FlowNode>;
  /** Nodes that a run can come to by itself. */
  readonly live: ReadonlySet<string>;
  /** Nodes to which an edge of a live node leads. */
  readonly entered: ReadonlySet<string>;
  /** Branches of live nodes. */
  readonly called: ReadonlySet<string>;
  /** Nodes from which an end, or a node without edges, can be reached. */
  readonly leaving: ReadonlySet<string>;
  /** Cycles that no loop bounds, by their first node. */
  readonly cycles: ReadonlyMap<string, readonly string[]>;
}

interface Link {
  readonly from: string;
  readonly to: string;
  /** The body of a loop that has a bound. */
  readonly bounded: boolean;
}

/** Works out the ways of a normalised document. */
export function mapWays({ nodes }: FlowDocument): FlowWays {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const links = nodes.flatMap(controlLinks);
  const starts = nodes.filter(({ type }) => type === "start").map(({ id }) => id);
  const live = reachable(waysOf(links), starts);
  const alive = links.filter(({ from }) => live.has(from));
  const exits = nodes.filter(({ id }) => !links.some(({ from }) => from === id));
  return {
    nodes: byId,
    live,
    entered: new Set(alive.map(({ to }) => to)),
    called: new Set(nodes.filter(({ id }) => live.has(id)).flatMap(calledBy)),
    leaving: reachable(
      waysBack(links),
      exits.map(({ id }) => id),
    ),
    cycles: unboundedCycles(
      nodes.map(({ id }) => id).filter((id) => live.has(id)),
      alive,
    ),
  };
}

function controlLinks(node: FlowNode): Link[] {
  const bounded = node.type === "loop" && node.fields["max_iterations"] != null;
  return edgesOf(node)
    .filter(({ port }) => port !== null)
    .map(({ target, port }) => ({
      from: node.id,
      to: target,
      bounded: bounded && port === "body",
    }));
}

function calledBy(node: FlowNode): string[] {
  return edgesOf(node).flatMap(({ port, target }) => (port === null ? [target] : []));
}

function unboundedCycles(ids: readonly string[], links: readonly Link[]): Map<string, string[]> {
  const ways = waysOf(links.filter(({ bounded }) => !bounded));
  const cyclic = nodesOnCycles(ids, ways);
  const cycles = groupsOf(ids, ways).filter(([first = ""]) => cyclic.has(first));
  return new Map(cycles.map((cycle) => [cycle[0] ?? "", cycle]));
}
