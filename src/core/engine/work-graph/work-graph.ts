/**
 * A graph made ready to run: everything that follows from it alone, worked out once.
 *
 * Nothing here depends on a run, so any number of runs share it.
 */
import type { Edge, Graph, GraphNode, Prompt, Schema } from "#core/graph/graph.ts";
import type { Ways } from "#core/graph/traverse.ts";
import { waysOf } from "#core/graph/traverse.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import { readSettings } from "#core/run/settings.ts";
import type { RunSettings } from "#core/run/settings.ts";
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
  /** How a called flow is run, if not as its caller. */
  readonly settings: RunSettings | null;
  /** The graph of the run itself. */
  root(): WorkGraph;
  /** Whether any node goes on with another one's conversation. */
  readonly keepsSessions: boolean;
  /** Where the branches of a fork meet; worked out once per choice of edges. */
  meetings(router: string, chosen: readonly number[]): Meetings;
}

/** What a called graph has of the one that calls it. */
interface Outer {
  readonly root: () => WorkGraph;
  readonly settings: RunSettings | null;
  /** What it can call; null if it has graphs of its own. */
  readonly graphs: ReadonlyMap<string, WorkGraph> | null;
}

/** Works a graph out. */
export function createWorkGraph(
  graph: Graph,
  kinds: readonly NodeKind[],
  outer?: Outer,
): WorkGraph {
  const { settings = null } = outer ?? {};
  const root = outer?.root ?? ((): WorkGraph => work);
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
    kinds: new Map(kindsOf(graph, kinds).map((kind) => [kind.name, kind])),
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    schemas: new Map(graph.schemas.map((schema) => [schema.name, schema])),
    prompts: new Map(graph.prompts.map((prompt) => [prompt.name, prompt])),
    edges,
    outgoing: bySource(edges),
    loops,
    loopsAround: aroundNodes(loops),
    ways: waysOf(graph.edges),
    forward: waysOf(graph.edges.filter((edge) => edge.loop === null)),
    settings,
    root,
    graphs: outer?.graphs ?? subgraphsOf(graph, kinds, { root, settings }),
    keepsSessions: graph.nodes.some(continuesSession),
    meetings(router, chosen) {
      const found = ofChoice.get(chosen) ?? meetingsOf(router, chosen);
      ofChoice.set(chosen, found);
      return found;
    },
  };
  return work;
}

/** Both languages have nodes of the same name. */
function kindsOf({ language }: Graph, kinds: readonly NodeKind[]): readonly NodeKind[] {
  return kinds.filter(({ flow }) => (flow !== undefined) === (language === "flow"));
}

/** They call one another by the names that the graph has for them. */
function subgraphsOf(
  { graphs = [] }: Graph,
  kinds: readonly NodeKind[],
  outer: Omit<Outer, "graphs">,
): Map<string, WorkGraph> {
  const known = new Map<string, WorkGraph>();
  for (const one of graphs) {
    if (!("graph" in one)) continue;
    const settings = one.settings === undefined ? outer.settings : readSettings(one.settings);
    const own = (one.graph.graphs ?? []).length > 0;
    const graph = own ? one.graph : { ...one.graph, graphs };
    const around = { ...outer, settings, graphs: own ? null : known };
    known.set(one.name, createWorkGraph(graph, kinds, around));
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

/** True if branches that failed do not keep a node from running. */
export function toleratesFailures(work: WorkGraph, node: string): boolean {
  const strategy = work.nodes.get(node)?.await ?? "wait_all";
  return strategy !== "wait_all";
}
