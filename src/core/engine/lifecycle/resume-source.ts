/** The text that a run goes on with. Spec: runtime §20.1 (3–5). */
import type { Budget, Graph } from "#core/graph/graph.ts";
import { toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import { findUsedLimit } from "#core/run/larger-limit.ts";
import { isOfOwnGraph } from "#core/run/lineage.ts";
import { graphToRecord } from "#core/run/recordable.ts";
import { applyRecipe, limitsOf } from "#core/run/recipe/apply.ts";
import type { AppliedRecipe } from "#core/run/recipe/apply.ts";
import type { BranchState, RunState, Way } from "#core/run/state.ts";
import { payload } from "../decide/place.ts";
import type { ResumeOptions } from "../world.ts";

/** A graph to go on with, and what a forced change of it is recorded as. */
export interface ResumedSource {
  readonly graph: Graph;
  readonly limits: Budget;
  readonly forced?: Fields;
  /** The new place of each edge of the text before. */
  readonly edges?: readonly (number | null)[];
}

/** The recorded text, one that means the same, or with `force` another one. */
export function resumeSource(state: RunState, options: ResumeOptions): ResumedSource {
  const { source, compile, force } = options;
  const recorded = state.start?.graph ?? compile(state.source);
  if (source === undefined || source.text === state.source.text) {
    return { graph: withRecipe(state, recorded).graph, limits: state.limits };
  }
  const graph = compile(source);
  if (graph.hash === recorded.hash) {
    return { graph: withRecipe(state, graph).graph, limits: state.limits };
  }
  if (force !== true) {
    throw new Refusal(
      "SOURCE_CHANGED",
      `\`${source.path}\` is not the workflow that the run was started with`,
      {
        hint: `leave the file out to go on with the recorded text, or take the new one with \`--file ${source.path} --force\``,
      },
    );
  }
  return forceSource(state, { recorded, applied: withRecipe(state, graph), source });
}

/** A run that used up a limit goes on only with a larger one. */
export function refuseBudget(state: RunState, limits: Budget): void {
  if (state.failure?.code !== "BUDGET_EXCEEDED") return;
  const found = findUsedLimit(state, limits);
  if (found === undefined) return;
  throw new Refusal("RESUME_INVALID", `the budget is used up: ${found.used} of ${found.limit}`, {
    hint: `give it more: \`--budget ${found.larger}\``,
  });
}

/** The graph with the recipe of the run's start in it; a recipe that no longer fits is no run to go on with. */
export function withRecipe(state: RunState, graph: Graph): AppliedRecipe {
  const { path, content } = state.start?.recipe ?? {};
  const file = content === undefined ? undefined : { path: toText(path ?? null), content };
  const applied = applyRecipe(graph, file);
  if (!("refusal" in applied)) return applied;
  const { message, errors } = applied.refusal;
  throw new Refusal("RESUME_INVALID", `the run's recipe doesn't fit the text: ${message}`, {
    hint: "keep what the recipe names in the file, or start a new run without it",
    errors,
  });
}

interface Forced {
  readonly recorded: Graph;
  readonly applied: AppliedRecipe;
  readonly source: { readonly path: string; readonly text: string; readonly sha256: string };
}

function forceSource(state: RunState, { recorded, applied, source }: Forced): ResumedSource {
  const { graph } = applied;
  const edges = renumber(recorded, graph);
  refuseMissing(state, graph, { recorded, edges });
  const { path, text, sha256 } = source;
  return {
    graph,
    limits: limitsOf(applied),
    edges,
    forced: payload({
      forced: true,
      source: { path, text, sha256, hash: graph.hash },
      vars: { ...defaultsOf(graph), ...state.vars },
      edges,
      // A graph is plain JSON.
      graph: (graphToRecord({ graph, frame: state.start?.settings ?? undefined }) ??
        null) as unknown as Fields | null,
    }),
  };
}

function defaultsOf(graph: Graph): Fields {
  const entries = graph.vars.flatMap(({ name, default: value }): [string, Value][] =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}

/** The edges of the old text, and where each is in the new one. */
interface Moved {
  readonly recorded: Graph;
  readonly edges: readonly (number | null)[];
}

/** Whatever the run stands at must be there: nodes with their kind, loops, edges. */
function refuseMissing(state: RunState, graph: Graph, moved: Moved): void {
  const kinds = new Map(graph.nodes.map((node) => [node.id, node.kind]));
  const loops = new Set(graph.loops.map((loop) => loop.name));
  const missing = new Set<string>();
  for (const { node, kind, branch } of Object.values(state.activations)) {
    if (!isOwn(state, branch)) continue;
    if (kinds.get(node) !== kind && kind !== "") missing.add(`node \`${node}\``);
  }
  for (const name of calledNow(state)) {
    const [before, now] = [moved.recorded, graph].map((each) => calledGraph(each, name));
    if (before !== now) missing.add(`\`${name}\` as it was, in which the run is`);
  }
  for (const { token, loops: counts } of Object.values(state.branches).filter(isOfOwnGraph)) {
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
function missingEdges(state: RunState, { recorded, edges }: Moved): string[] {
  const isGone = (edge: number): boolean => edges[edge] == null;
  const forks = Object.values(state.forks)
    .filter(({ closed, parent }) => !closed && isOwn(state, parent) && isOpenIn(state, parent))
    .filter((fork) => fork.chosen.some(isGone))
    .map((fork) => `an edge of the open fork \`${fork.id}\``);
  const pending = Object.values(state.branches)
    .filter((branch) => isOfOwnGraph(branch) && isOpen(state, branch))
    .flatMap((branch) => pendingEdges(state, branch))
    .filter((edge) => edge >= 0 && isGone(edge))
    .map((at) => `edge \`${describeEdge(recorded, at)}\``);
  return [...forks, ...pending];
}

function describeEdge({ edges }: Graph, at: number): string {
  const { from = "?", to = "?" } = edges[at] ?? {};
  return `${from} -> ${to}`;
}

function isOwn({ branches }: RunState, id: string): boolean {
  const branch = branches[id];
  return branch === undefined || isOfOwnGraph(branch);
}

/** The names of the graphs in which something may still go on. */
function calledNow(state: RunState): readonly string[] {
  const inside = Object.values(state.branches).filter(
    (branch) => !isOfOwnGraph(branch) && branch.status !== "ended" && isOpen(state, branch),
  );
  return inside.flatMap(({ frame }) => state.frames[frame ?? ""]?.graph ?? []);
}

/** What tells a graph that can be called from another; undefined if there is none of that name. */
function calledGraph({ graphs }: Graph, name: string): string | undefined {
  const found = graphs?.find((called) => called.name === name);
  return found && "graph" in found ? found.graph.hash : undefined;
}

function isOpenIn(state: RunState, id: string): boolean {
  const branch = state.branches[id];
  return branch !== undefined && isOpen(state, branch);
}

/** True unless a fork around the branch has closed: then nothing in it can go on. */
function isOpen(state: RunState, { fork, parent }: BranchState): boolean {
  if (fork !== null && state.forks[fork]?.closed === true) return false;
  const outer = parent === null ? undefined : state.branches[parent];
  return outer === undefined || isOpen(state, outer);
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

/** Where the edges of the old text are in the new one: the n-th from a node to another stays the n-th. */
function renumber(recorded: Graph, graph: Graph): (number | null)[] {
  const places = new Map<string, number[]>();
  graph.edges.forEach(({ from, to }, index) => {
    const key = `${from} -> ${to}`;
    places.set(key, [...(places.get(key) ?? []), index]);
  });
  return recorded.edges.map(({ from, to }) => places.get(`${from} -> ${to}`)?.shift() ?? null);
}
