/**
 * A graph made ready to run: everything that follows from it alone, worked out once.
 *
 * Nothing here depends on a run, so any number of runs share it.
 */
import type { Edge, Graph, GraphNode, Prompt, Schema } from "#core/graph/graph.ts";
import type { Ways } from "#core/graph/traverse.ts";
import { waysOf } from "#core/graph/traverse.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import type { LoopShape } from "./loops.ts";
import { shapeLoops } from "./loops.ts";
import type { Meetings } from "./meetings.ts";
import { findMeetings } from "./meetings.ts";

/** An edge with its place in the graph and the loops that it enters from outside. */
export interface WorkEdge {
  readonly index: number;
  readonly edge: Edge;
  readonly enters: readonly string[];
}

/** A graph and what is known of it. */
export interface WorkGraph {
  readonly graph: Graph;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly prompts: ReadonlyMap<string, Prompt>;
  readonly edges: readonly WorkEdge[];
  /** By source, in source order. */
  readonly outgoing: ReadonlyMap<string, readonly WorkEdge[]>;
  readonly loops: ReadonlyMap<string, LoopShape>;
  /** The loops whose body holds a node: larger bodies first, then source order. */
  readonly loopsAround: ReadonlyMap<string, readonly string[]>;
  /** Along all edges, and along those that are no loop edges. */
  readonly ways: Ways;
  readonly forward: Ways;
  /** The graphs that nodes can have run, by name. */
  readonly graphs: ReadonlyMap<string, WorkGraph>;
  /** Whether any node goes on with another one's conversation. */
  readonly keepsSessions: boolean;
  /** Where the branches of a fork meet; worked out once per choice of edges. */
  meetings(router: string, chosen: readonly number[]): Meetings;
}

/** Works a graph out. */
export function createWorkGraph(graph: Graph, kinds: readonly NodeKind[]): WorkGraph {
  const loops = shapeLoops(graph);
  const edges = graph.edges.map((edge, index) => ({ index, edge, enters: entered(edge, loops) }));
  const known = new Map<string, Meetings>();
  const ofChoice = new WeakMap<readonly number[], Meetings>();
  function meetingsOf(router: string, chosen: readonly number[]): Meetings {
    const key = `${router} ${chosen.join(" ")}`;
    const found = known.get(key) ?? findMeetings(work, router, chosen);
    known.set(key, found);
    return found;
  }

  const work: WorkGraph = {
    graph,
    kinds: new Map(kinds.map((kind) => [kind.name, kind])),
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    schemas: new Map(graph.schemas.map((schema) => [schema.name, schema])),
    prompts: new Map(graph.prompts.map((prompt) => [prompt.name, prompt])),
    edges,
    outgoing: bySource(edges),
    loops,
    loopsAround: aroundNodes(loops),
    ways: waysOf(graph.edges),
    forward: waysOf(graph.edges.filter((edge) => edge.loop === null)),
    graphs: subgraphsOf(graph, kinds),
    keepsSessions: graph.nodes.some(continuesSession),
    meetings(router, chosen) {
      const found = ofChoice.get(chosen) ?? meetingsOf(router, chosen);
      ofChoice.set(chosen, found);
      return found;
    },
  };
  return work;
}

/** They call one another by the names that the outermost graph has for them. */
function subgraphsOf({ graphs = [] }: Graph, kinds: readonly NodeKind[]): Map<string, WorkGraph> {
  const known = new Map<string, WorkGraph>();
  for (const one of graphs) {
    if (!("graph" in one)) continue;
    const work = createWorkGraph({ ...one.graph, graphs: [] }, kinds);
    known.set(one.name, { ...work, graph: { ...one.graph, graphs } });
  }
  return known;
}

function entered(edge: Edge, loops: ReadonlyMap<string, LoopShape>): readonly string[] {
  const names: string[] = [];
  for (const { name, body } of loops.values()) {
    if (name !== edge.loop && body.has(edge.to) && !body.has(edge.from)) names.push(name);
  }
  return names;
}

function aroundNodes(loops: ReadonlyMap<string, LoopShape>): Map<string, string[]> {
  const around = new Map<string, string[]>();
  const largestFirst = [...loops.values()].sort((a, b) => b.body.size - a.body.size);
  for (const { name, body } of largestFirst) {
    for (const node of body) {
      const names = around.get(node);
      if (names) names.push(name);
      else around.set(node, [name]);
    }
  }
  return around;
}

function bySource(edges: readonly WorkEdge[]): Map<string, WorkEdge[]> {
  const outgoing = new Map<string, WorkEdge[]>();
  for (const found of edges) {
    const list = outgoing.get(found.edge.from);
    if (list) list.push(found);
    else outgoing.set(found.edge.from, [found]);
  }
  return outgoing;
}

function continuesSession(node: GraphNode): boolean {
  const session = "session" in node ? node.session : null;
  return session === "inherit" || session === "inherit_if_available" || session === "fork";
}
