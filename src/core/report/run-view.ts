/**
 * What a reader wants to know about a run, made from its log alone.
 *
 * Reports, summaries, comments and `inspect` show a view; none of them reads events.
 */
import type { Budget } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { RunEvent, RunStatus } from "../run/events.ts";
import { fold } from "../run/evolve/evolve.ts";
import { evaluateRun } from "../run/recipe/evaluate.ts";
import type { Evaluation } from "../run/recipe/evaluate.ts";
import type { Interaction, RunFault, RunState, Spent } from "../run/state.ts";
import { toMilliseconds } from "../run/timestamp.ts";
import { createEdgeReader } from "./own-edges.ts";
import { viewActivations } from "./activations.ts";
import type { ActivationView } from "./activations.ts";
import { viewArtifacts } from "./artifacts.ts";
import type { ArtifactView } from "./artifacts.ts";
import { viewChanges, viewUnknown } from "./changes.ts";
import type { ActivationChanges } from "./changes.ts";
import type { TimelineEntry } from "./timeline/entry.ts";
import { viewTimeline } from "./timeline/timeline.ts";

/** A run for readers. */
export interface RunView {
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunStatus;
  /** It says `running`, but no process works on it. */
  readonly interrupted: boolean;
  readonly simulated: boolean;
  readonly replayOf: string | null;
  readonly sourcePath: string;
  /** The graph's hash. */
  readonly hash: string;
  readonly vars: Fields;
  readonly preset: string | null;
  readonly recipe: string | null;
  /** Null if the run's recipe, if there is one, says nothing of success. */
  readonly evaluation: Evaluation | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly finishedAt: string | null;
  /** Working time. */
  readonly durationMs: number;
  /** Time in which nothing could go on without a person. */
  readonly waitedMs: number;
  readonly output: Value;
  readonly failure: RunFault | null;
  readonly usage: Spent;
  /** False if something was used whose price nobody knows. */
  readonly costKnown: boolean;
  readonly limits: Budget;
  readonly metrics: Metrics;
  /** In the order in which they were opened. */
  readonly gates: readonly Interaction[];
  /** Every version, newest first within a name. */
  readonly artifacts: readonly ArtifactView[];
  /** What each activation changed in the workspace. */
  readonly changes: readonly ActivationChanges[];
  /** Why that is not known, if nobody could look. */
  readonly changesUnknown: string | null;
  /** In the order in which they first started. */
  readonly activations: readonly ActivationView[];
  /** How often edges were taken, by their index. */
  readonly edges: readonly { readonly edge: number; readonly count: number }[];
  readonly timeline: readonly TimelineEntry[];
}

/** Words for a run that called nobody: `simulated: no model was called`; null for any other. */
export function describeMode({
  simulated,
  replayOf,
}: {
  readonly simulated: boolean;
  readonly replayOf: string | null;
}): string | null {
  if (replayOf !== null) return `replay of ${replayOf}: nothing was called`;
  return simulated ? "simulated: no model was called" : null;
}

/** Sums over a run. */
export interface Metrics {
  readonly totalTokens: number;
  readonly totalCostUsd: number;
  /** Calls of models and delegates, failed ones included. */
  readonly modelCalls: number;
  /** Of these, the calls that nobody answered. */
  readonly failedCalls: number;
  readonly nodeCount: number;
  readonly loopEdges: number;
  /** Processes that worked on it. */
  readonly attempts: number;
}

/** What else is known of a run. */
export interface ViewOptions {
  readonly interrupted?: boolean;
  /** Bounds of loops, by name, for `refine 2/3`. */
  readonly loops?: ReadonlyMap<string, number>;
}

/**
 * The view of a run.
 *
 * @example
 * const view = viewRun((await store.read("run_1")).events);
 */
export function viewRun(events: readonly RunEvent[], options: ViewOptions = {}): RunView {
  const state = fold(events);
  const activations = viewActivations(events, state);
  return {
    ...describeRun(state),
    interrupted: state.status === "running" && options.interrupted === true,
    waitedMs: measureWaiting(events),
    metrics: measure(events, state),
    gates: Object.values(state.interactions).sort(byOpening),
    artifacts: viewArtifacts(events),
    changes: viewChanges(events),
    changesUnknown: viewUnknown(events),
    activations,
    edges: countEdges(events),
    timeline: viewTimeline(events, activations, options.loops ?? new Map<string, number>()),
  };
}

type Described = Omit<
  RunView,
  | "interrupted"
  | "waitedMs"
  | "metrics"
  | "gates"
  | "artifacts"
  | "changes"
  | "changesUnknown"
  | "activations"
  | "edges"
  | "timeline"
>;

function describeRun(state: RunState): Described {
  const { start } = state;
  const recipe = start?.recipe?.["name"];
  const over = state.status !== "running" && state.status !== "paused_waiting_human";
  const failed = state.status === "failed" || state.status === "failed_resumable";
  return {
    runId: state.runId,
    workflow: start?.workflow ?? "",
    status: state.status,
    simulated: start?.simulated ?? false,
    replayOf: start?.replayOf ?? null,
    sourcePath: state.source.path,
    hash: state.source.hash,
    vars: state.vars,
    preset: start?.preset ?? null,
    recipe: typeof recipe === "string" ? recipe : null,
    evaluation: evaluateRun(state),
    createdAt: state.createdAt,
    updatedAt: state.timestamp,
    finishedAt: over ? state.finishedAt : null,
    durationMs: state.spent.duration_ms,
    output: state.output,
    failure: failed ? state.failure : null,
    usage: state.spent,
    costKnown: state.spent.cost_source !== "unknown",
    limits: state.limits,
  };
}

function measure(events: readonly RunEvent[], { spent, processes }: RunState): Metrics {
  const isCall = ({ type, data }: RunEvent): boolean =>
    type === "step_finished" && /^(?:model|delegate):/.test(toStep(data?.["step"]));
  const calls = events.filter(isCall);
  return {
    totalTokens: spent.input_tokens + spent.output_tokens,
    totalCostUsd: spent.cost_usd,
    modelCalls: calls.length,
    failedCalls: calls.filter(({ data }) => data?.["error"] !== undefined).length,
    nodeCount: events.filter(({ type }) => type === "node_started").length,
    loopEdges: spent.iterations,
    attempts: processes,
  };
}

/** The time between a pause and the next process that goes on. */
function measureWaiting(events: readonly RunEvent[]): number {
  let waited = 0;
  let since: number | undefined;
  for (const { type, timestamp } of events) {
    if (type === "run_paused") since = toMilliseconds(timestamp);
    else if ((type === "run_resumed" || type === "run_cancelled") && since !== undefined) {
      waited += toMilliseconds(timestamp) - since;
      since = undefined;
    }
  }
  return waited;
}

function countEdges(events: readonly RunEvent[]): RunView["edges"] {
  const counts = new Map<number, number>();
  const edgeOf = createEdgeReader();
  for (const event of events) {
    const edge = edgeOf(event);
    if (edge !== undefined) counts.set(edge, (counts.get(edge) ?? 0) + 1);
  }
  return Array.from(counts, ([edge, count]) => ({ edge, count })).sort((a, b) => a.edge - b.edge);
}

function toStep(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

function byOpening(a: Interaction, b: Interaction): number {
  return a.requestedAt < b.requestedAt ? -1 : a.requestedAt > b.requestedAt ? 1 : 0;
}
