/** The text that a run goes on with. Spec: runtime §20.1 (3–5). */
import type { Budget, Graph } from "#core/graph/graph.ts";
import { toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import { findUsedLimit } from "#core/run/larger-limit.ts";
import { graphToRecord } from "#core/run/recordable.ts";
import { applyRecipe, limitsOf } from "#core/run/recipe/apply.ts";
import type { AppliedRecipe } from "#core/run/recipe/apply.ts";
import { usesFiles } from "#core/run/run-start.ts";
import type { RunState } from "#core/run/state.ts";
import { payload } from "../decide/place.ts";
import type { ResumeOptions } from "../world.ts";
import { refuseMissing } from "./refuse-missing.ts";

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
  const isOwnText = source?.text === state.source.text;
  const graph =
    source === undefined || (isOwnText && !usesFiles(state.start)) ? recorded : compile(source);
  if (source === undefined || graph.hash === recorded.hash) {
    return { graph: withRecipe(state, graph).graph, limits: state.limits };
  }
  if (force !== true) {
    const path = `\`${source.path}\``;
    throw new Refusal(
      "SOURCE_CHANGED",
      isOwnText
        ? `a file that ${path} uses has changed since the run was started`
        : `${path} is not the workflow that the run was started with`,
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

/** Where the edges of the old text are in the new one: the n-th from a node to another stays the n-th. */
function renumber(recorded: Graph, graph: Graph): (number | null)[] {
  const places = new Map<string, number[]>();
  graph.edges.forEach(({ from, to }, index) => {
    const key = `${from} -> ${to}`;
    places.set(key, [...(places.get(key) ?? []), index]);
  });
  return recorded.edges.map(({ from, to }) => places.get(`${from} -> ${to}`)?.shift() ?? null);
}
