/** What a run stands at, and a new text has to have. Spec: runtime §20.1 (4). */
import type { Graph } from "#core/graph/graph.ts";
import { Refusal } from "#core/run/failure.ts";
import { isOfOwnGraph } from "#core/run/lineage.ts";
import type { BranchState, RunState, Way } from "#core/run/state.ts";

/** The edges of the old text, and where each is in the new one. */
export interface MovedEdges {
  readonly recorded: Graph;
  readonly edges: readonly (number | null)[];
}

/** Whatever the run stands at must be there: nodes with their kind, loops, edges. */
export function refuseMissing(state: RunState, graph: Graph, moved: MovedEdges): void {
  const kinds = new Map(graph.nodes.map((node) => [node.id, node.kind]));
  const loops = new Set(graph.loops.map((loop) => loop.name));
  const missing = new Set<string>();
  for (const { node, kind, branch } of Object.values(state.activations)) {
    if (!isOfOwnGraph(state, branch)) continue;
    if (kinds.get(node) !== kind && kind !== "") missing.add(`node \`${node}\``);
  }
  for (const name of calledNow(state)) {
    const [before, now] = [moved.recorded, graph].map((each) => calledGraph(each, name));
    if (before !== now) missing.add(`\`${name}\` as it was, in which the run is`);
  }
  for (const { token, loops: counts } of ownBranches(state)) {
    if (token && !kinds.has(token.node)) missing.add(`node \`${token.node}\``);
    for (const name of Object.keys(counts)) if (!loops.has(name)) missing.add(`loop \`${name}\``);
  }
  for (const edge of missingEdges(state, moved)) missing.add(edge);
  if (missing.size === 0) return;
  throw new Refusal("RESUME_INVALID", `the new text lacks ${[...missing].join(", ")}`, {
    hint: "what the run has begun must stay in the file, with the same kind",
  });
}

/** The edges of open forks, those that brought what has yet to start, and those that were chosen and not taken. */
function missingEdges(state: RunState, { recorded, edges }: MovedEdges): string[] {
  const isGone = (edge: number): boolean => edges[edge] == null;
  const forks = Object.values(state.forks)
    .filter(({ closed, parent }) => !closed && isOfOwnGraph(state, parent) && isOpen(state, parent))
    .filter((fork) => fork.chosen.some(isGone))
    .map((fork) => `an edge of the open fork \`${fork.id}\``);
  const pending = ownBranches(state)
    .filter(({ id }) => isOpen(state, id))
    .flatMap((branch) => pendingEdges(state, branch))
    .filter((edge) => edge >= 0 && isGone(edge))
    .map((at) => `edge \`${describeEdge(recorded, at)}\``);
  return [...forks, ...pending];
}

function describeEdge({ edges }: Graph, at: number): string {
  const { from = "?", to = "?" } = edges[at] ?? {};
  return `${from} -> ${to}`;
}

function ownBranches(state: RunState): readonly BranchState[] {
  return Object.values(state.branches).filter(({ id }) => isOfOwnGraph(state, id));
}

/** The names of the graphs in which something may still go on. */
function calledNow(state: RunState): readonly string[] {
  const inside = Object.values(state.branches).filter(
    ({ id, status }) => !isOfOwnGraph(state, id) && status !== "ended" && isOpen(state, id),
  );
  return inside.flatMap(({ frame }) => state.frames[frame ?? ""]?.graph ?? []);
}

/** What tells a graph that can be called from another; undefined if there is none of that name. */
function calledGraph({ graphs }: Graph, name: string): string | undefined {
  const found = graphs?.find((called) => called.name === name);
  return found && "graph" in found ? found.graph.hash : undefined;
}

/** True unless a fork around the branch has closed: then nothing in it can go on. */
function isOpen(state: RunState, id: string): boolean {
  const { fork = null, parent = null } = state.branches[id] ?? {};
  if (fork !== null && state.forks[fork]?.closed === true) return false;
  return parent === null || isOpen(state, parent);
}

/** The edges that a branch needs to go on with what it has in hand. */
function pendingEdges(state: RunState, { token, activation: id }: BranchState): readonly number[] {
  if (token) return token.arrivals.flatMap(({ edge }) => edge ?? []);
  const activation = state.activations[id ?? ""];
  if (!activation || activation.routed || state.forks[activation.id]) return [];
  const { way, started } = activation;
  if (activation.status === "finished") return chosenEdges(way);
  return typeof started["selected_edge"] === "number" ? [started["selected_edge"]] : [];
}

function chosenEdges(way: Way): readonly number[] {
  if (way.kind === "fork") return way.edges ?? [];
  return way.kind === "next" && way.edge !== undefined ? [way.edge] : [];
}
