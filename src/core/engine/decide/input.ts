/** What arrives at a node. Spec: runtime §7.3–§7.4. */
import { evaluateMapping } from "#core/graph/reference.ts";
import type { FieldError } from "#core/graph/schema.ts";
import { fitInput } from "#core/graph/schema.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, mergeFields } from "#core/graph/value.ts";
import type { Arrival, FailedBranch, RunState, Token } from "#core/run/state.ts";
import { resolveReference } from "../view.ts";
import type { WorkEdge, WorkGraph } from "../work-graph/work-graph.ts";

/** The input of a node, or what keeps it from fitting. */
export type Arrived = { readonly value: Value } | { readonly errors: readonly FieldError[] };

/** The input that a token brings, checked against the node's `input`. */
export function arrivedInput(
  work: WorkGraph,
  state: RunState,
  token: Token,
  failed: readonly FailedBranch[],
): Arrived {
  const node = work.nodes.get(token.node);
  const keyed = work.kinds.get(node?.kind ?? "")?.keyedBySource === true;
  const brought = inSourceOrder(token.arrivals).map((arrival) =>
    bring(work, state, arrival, keyed),
  );
  const merged = withVariables(work, state, token, merge(brought));
  const value =
    failed.length === 0
      ? merged.value
      : { ...toObject(merged), _failed_branches: failed.map(plain) };
  const schema = node?.input == null ? undefined : work.schemas.get(node.input);
  return schema ? fitInput(schema, value) : { value };
}

/** `a -> b` for each arrival. */
export function arrivingEdges(work: WorkGraph, arrivals: readonly Arrival[]): string[] {
  return arrivals.flatMap((arrival) => {
    const found = work.edges[arrival.edge ?? -1];
    return found ? [`${found.edge.from} -> ${found.edge.to}`] : [];
  });
}

interface Brought {
  readonly source: string;
  readonly value: Value;
}

/** Source order of the edges; of one edge that of the branches, in which they are given. */
function inSourceOrder(arrivals: readonly Arrival[]): readonly Arrival[] {
  if (arrivals.length < 2) return arrivals;
  return [...arrivals].sort((a, b) => (a.edge ?? -1) - (b.edge ?? -1));
}

/** Only the entry is given variables: an edge that a new text lacks still brings its source's output. */
function bring(work: WorkGraph, state: RunState, arrival: Arrival, keyed: boolean): Brought {
  if (arrival.edge === null) return { source: "", value: entryInput(state, arrival.branch) };
  const found = work.edges[arrival.edge];
  const left = state.activations[arrival.activation ?? ""];
  const source = found?.edge.from ?? left?.node ?? "";
  const mapped = found && mapEdge(work, state, arrival, found);
  if (mapped !== undefined) return { source, value: mapped };
  const output = left?.output ?? null;
  return { source, value: keyed ? { [source]: output } : output };
}

/** What a mapping brings, as the branch saw things when it took the edge. */
function mapEdge(
  work: WorkGraph,
  state: RunState,
  arrival: Arrival,
  { edge }: WorkEdge,
): Fields | undefined {
  const branch = state.branches[arrival.branch];
  if (edge.with === null || !branch) return undefined;
  const input =
    arrival.activation === null ? null : (state.activations[arrival.activation]?.input ?? null);
  const view = { work, state, branch, input, seen: arrival.seen };
  return evaluateMapping(edge.with, (path) => resolveReference(view, path));
}

/** One arrival brings its value; several are one object, a later one wins key by key. */
function merge(brought: readonly Brought[]): Brought {
  const [first] = brought;
  if (first && brought.length === 1) return first;
  return { source: "", value: mergeFields(brought.map(toObject)) };
}

function toObject({ source, value }: Brought): Fields {
  return isFields(value) ? value : { [source]: value };
}

/** What the entry is given: the run's input, or the variables of a graph that was called. */
function entryInput(state: RunState, branch: string): Fields {
  return state.frames[state.branches[branch]?.frame ?? ""]?.vars ?? state.input;
}

/** The entry has the variables beneath what an edge brings. */
function withVariables(work: WorkGraph, state: RunState, token: Token, brought: Brought): Brought {
  const later = token.node === work.graph.entry && token.arrivals.some(({ edge }) => edge !== null);
  if (!later || !isFields(brought.value)) return brought;
  const given = entryInput(state, token.arrivals[0]?.branch ?? "");
  return { source: brought.source, value: { ...given, ...brought.value } };
}

function plain({ branch_id, node, code, error }: FailedBranch): Fields {
  return { branch_id, node, code, error };
}
