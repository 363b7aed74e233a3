/** Choosing where a finished activation goes. Spec: runtime §8, §11. */
import { decideCondition, printCondition } from "#core/graph/condition.ts";
import type { Value } from "#core/graph/value.ts";
import type { Failure } from "#core/run/failure.ts";
import type { ActivationState, BranchState, RunState } from "#core/run/state.ts";
import { resolveReference } from "../view.ts";
import type { View } from "../view.ts";
import { edgesOf } from "../work-graph/edges-of.ts";
import type { WorkEdge, WorkGraph } from "../work-graph/work-graph.ts";

/** One edge, several as a fork, or why there is none. */
export type Choice =
  | { readonly kind: "edge"; readonly edge: WorkEdge }
  | { readonly kind: "fork"; readonly edges: readonly WorkEdge[] }
  | { readonly kind: "none"; readonly failure: Failure };

/** The way out of a finished activation that is not the end of its branch. */
export function chooseWay(work: WorkGraph, state: RunState, activation: ActivationState): Choice {
  const branch = state.branches[activation.branch];
  const { way } = activation;
  if (!branch || way.kind === "end") return none(noEdge(activation.node, { passed: [] }));
  const view: View = { work, state, branch, input: activation.input };
  const all = edgesOf(work, activation.node);
  if (way.kind === "fork") return chooseFork(view, activation, { all, named: way.edges });
  if (way.edge !== undefined) return chooseEdge(view, activation, { all, named: [way.edge] });
  const port = way.port ?? "next";
  const ways = all.every(({ edge }) => edge.port === port)
    ? all
    : all.filter(({ edge }) => edge.port === port);
  return chooseEdge(view, activation, { all: ways });
}

/** True for an edge whose loop has no traversal left in a branch. */
export function isExhausted(work: WorkGraph, branch: BranchState, { edge }: WorkEdge): boolean {
  if (edge.loop === null) return false;
  const count = branch.loops[edge.loop]?.count ?? 0;
  return count >= (work.loops.get(edge.loop)?.max ?? 0);
}

/** Whether an edge's condition holds for an output; an edge without one always does. */
export function holds(view: View, output: Value, { edge }: WorkEdge): boolean | Failure {
  if (edge.when === null) return true;
  const verdict = decideCondition(edge.when, {
    resolve: (path) => resolveReference(view, path),
    self: output,
  });
  if ("holds" in verdict) return verdict.holds;
  return {
    code: "EXPRESSION_FAILED",
    message: `the condition of \`${edge.from} -> ${edge.to}\` cannot be evaluated: ${verdict.fault.message}`,
    hint: `look at \`when ${printCondition(edge.when)}\``,
    retryable: false,
  };
}

/** Why an edge was passed over. */
interface Passed {
  readonly edge: WorkEdge;
  readonly exhausted: boolean;
}

/** The edges that are left, all of them or those that the node has named. */
interface Ways {
  readonly all: readonly WorkEdge[];
  readonly named?: readonly number[] | undefined;
}

/** Conditional edges first, then the unconditional one. */
function chooseEdge(view: View, activation: ActivationState, ways: Ways): Choice {
  const edges = namedOf(ways);
  const passed: Passed[] = [];
  for (const conditional of [true, false]) {
    for (const edge of edges) {
      if ((edge.edge.when !== null) !== conditional) continue;
      const held = holds(view, activation.output, edge);
      if (typeof held === "object") return none(held);
      const exhausted = held && isExhausted(view.work, view.branch, edge);
      if (held && !exhausted) return { kind: "edge", edge };
      passed.push({ edge, exhausted });
    }
  }
  return none(noEdge(activation.node, { passed, ways }));
}

function chooseFork(view: View, activation: ActivationState, ways: Ways): Choice {
  const edges = namedOf(ways);
  const passed: Passed[] = [];
  const chosen: WorkEdge[] = [];
  for (const edge of edges) {
    const held = holds(view, activation.output, edge);
    if (typeof held === "object") return none(held);
    const exhausted = held && isExhausted(view.work, view.branch, edge);
    if (held && !exhausted) chosen.push(edge);
    else passed.push({ edge, exhausted });
  }
  if (chosen.length > 0) return { kind: "fork", edges: chosen };
  return none(noEdge(activation.node, { passed, ways }));
}

function noEdge(
  node: string,
  { passed, ways }: { readonly passed: readonly Passed[]; readonly ways?: Ways },
): Failure {
  const loops = passed.filter(({ exhausted }) => exhausted).map(({ edge }) => edge.edge.loop ?? "");
  const reasons = [...passed.map(describe), ...othersOf(passed, ways)].join("; ");
  if (loops.length > 0) {
    return {
      code: "LOOP_EXHAUSTED",
      ...describeExhausted(node, { loops, reasons, chosen: ways?.named !== undefined }),
      retryable: false,
      loops,
    };
  }
  return {
    code: "NO_OUTGOING_EDGE",
    message: `\`${node}\` has no edge to take`,
    hint: reasons === "" ? "the node has no outgoing edge" : reasons,
    retryable: false,
  };
}

/** A node that has named its way takes no other: one more edge would not help it. */
function describeExhausted(
  node: string,
  about: { readonly loops: readonly string[]; readonly reasons: string; readonly chosen: boolean },
): Pick<Failure, "message" | "hint"> {
  const { loops, reasons, chosen } = about;
  const used = `the loop \`${loops.join("`, `")}\` is used up`;
  const rearm = `with \`--rearm ${loops[0] ?? ""}\``;
  return chosen
    ? {
        message: `\`${node}\` chose an edge that can't be taken: ${used}`,
        hint: `${reasons}. Resume ${rearm}, or raise the bound of the loop`,
      }
    : {
        message: `\`${node}\` has no edge left to take: ${used}`,
        hint: `${reasons}. Add an edge without a condition as a way out, or resume ${rearm}`,
      };
}

/** Edges that were not looked at, since the node had named others. */
function othersOf(passed: readonly Passed[], ways: Ways | undefined): string[] {
  if (passed.length === 0) return [];
  const others = ways?.all.filter(({ index }) => ways.named?.includes(index) === false) ?? [];
  return others.map(({ edge }) => `${nameOf(edge)}: not chosen`);
}

function describe({ edge: { edge }, exhausted }: Passed): string {
  const name = nameOf(edge);
  if (exhausted) return `${name}: its loop \`${edge.loop ?? ""}\` is used up`;
  return edge.when === null
    ? `${name}: not taken`
    : `${name}: \`${printCondition(edge.when)}\` does not hold`;
}

function nameOf({ from, to }: WorkEdge["edge"]): string {
  return `\`${from} -> ${to}\``;
}

function namedOf({ all, named }: Ways): readonly WorkEdge[] {
  return named === undefined ? all : all.filter(({ index }) => named.includes(index));
}

function none(failure: Failure): Choice {
  return { kind: "none", failure };
}
