/** What a branch sees: outputs, artifacts, loops and everything else that references name. Spec: runtime §7.1. */
import { resolvePath } from "#core/graph/reference.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { ActivationState, BranchState, RunState, Visit } from "#core/run/state.ts";
import type { WorkGraph } from "./work-graph/work-graph.ts";

/** From where references are looked at. */
export interface View {
  readonly work: WorkGraph;
  readonly state: RunState;
  readonly branch: BranchState;
  readonly input: Value;
  /** How many of the branch's own visits are looked at; all of them if absent. */
  readonly seen?: number;
}

/** The value of a reference; null where there is nothing. */
export function resolveReference(view: View, path: readonly string[]): Value {
  switch (path[0]) {
    case "vars":
      return resolvePath(path.slice(1), variablesOf(view.state, view.branch));
    case "input":
      return resolvePath(path.slice(1), view.input);
    case "outputs":
      return resolveOutput(view, path[1] ?? "", path.slice(2));
    case "artifacts":
      return resolvePath(path.slice(2), lastPublication(view, path[1] ?? "")?.output ?? null);
    case "loop":
      return resolveLoop(view, path[1] ?? "", path.slice(2));
    case "run":
      return path[1] === "id" && path.length === 2 ? view.state.runId : null;
    case "github":
      return resolvePath(path.slice(1), view.state.start?.github ?? null);
    default:
      return null;
  }
}

/** The variables of the graph that a branch runs in. */
export function variablesOf({ frames, vars }: RunState, { frame }: BranchState): Fields {
  return frames[frame ?? ""]?.vars ?? vars;
}

/** The branch that a branch was opened in; one that runs a called graph sees nothing of its caller. */
function openerOf({ branches }: RunState, { id, frame, parent }: BranchState) {
  return parent === null || (id !== "" && frame === id) ? undefined : branches[parent];
}

/** The last activation of a node that a branch sees finished. */
export function lastVisit(view: View, node: string): ActivationState | undefined {
  return lastOf(view, (branch) => branch.visitsOf[node]);
}

/** The activation that last published under a name. */
export function lastPublication(view: View, name: string): ActivationState | undefined {
  return lastOf(view, (branch) => branch.publicationsOf[name]);
}

/** All artifacts that a branch sees, latest version each, in the order of their names' first publication. */
export function visibleArtifacts(view: View): { readonly name: string; readonly data: Value }[] {
  const names = new Set<string>();
  for (const { branch } of lineage(view).reverse()) {
    for (const name of Object.keys(branch.publicationsOf)) names.add(name);
  }
  return [...names].flatMap((name) => {
    const publication = lastPublication(view, name);
    return publication ? [{ name, data: publication.output }] : [];
  });
}

function resolveOutput(view: View, node: string, rest: readonly string[]): Value {
  const [first] = rest;
  if (first === "history") return resolvePath(rest.slice(1), history(view, node));
  const visit = lastVisit(view, node);
  if (!visit) return null;
  const source = first?.startsWith("_") === true && Object.hasOwn(visit.meta, first);
  return resolvePath(rest, source ? visit.meta : visit.output);
}

function resolveLoop(view: View, name: string, rest: readonly string[]): Value {
  const shape = view.work.loops.get(name);
  const loop = view.branch.loops[name];
  switch (rest[0]) {
    case "iteration":
      return shape && rest.length === 1 ? (loop?.count ?? 0) : null;
    case "max":
      return shape && rest.length === 1 ? shape.max : null;
    case "previous_output":
      return resolvePath(rest.slice(1), loop?.previousOutput ?? null);
    default:
      return null;
  }
}

/** The outputs of all visits of a node that a branch sees, oldest first. */
function history(view: View, node: string): Value[] {
  return lineage(view)
    .reverse()
    .flatMap(({ branch, seen }) =>
      (branch.visitsOf[node] ?? [])
        .filter((place) => place < seen)
        .map((place) => activationAt(view, branch.visits[place])?.output ?? null),
    );
}

/** The branch and its ancestors, each with how many of its visits are seen. */
function lineage(view: View): { readonly branch: BranchState; readonly seen: number }[] {
  const line: { branch: BranchState; seen: number }[] = [];
  let branch: BranchState | undefined = view.branch;
  let seen = view.seen ?? Infinity;
  while (branch) {
    line.push({ branch, seen });
    seen = branch.inherited;
    branch = openerOf(view.state, branch);
  }
  return line;
}

function lastOf(
  view: View,
  placesIn: (branch: BranchState) => readonly number[] | undefined,
): ActivationState | undefined {
  let branch: BranchState | undefined = view.branch;
  let seen = view.seen ?? Infinity;
  while (branch) {
    const place = lastBelow(placesIn(branch), seen);
    if (place !== undefined) return activationAt(view, branch.visits[place]);
    seen = branch.inherited;
    branch = openerOf(view.state, branch);
  }
  return undefined;
}

/** The last place that is less than a bound; places ascend. */
function lastBelow(places: readonly number[] | undefined, bound: number): number | undefined {
  if (!places) return undefined;
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? Infinity) < bound) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}

function activationAt(view: View, visit: Visit | undefined): ActivationState | undefined {
  return visit && view.state.activations[visit.activation];
}
