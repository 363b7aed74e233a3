/** What the budget allows. Spec: runtime §13. */
import type { Fields } from "#core/graph/value.ts";
import type { NewEvent } from "#core/run/events.ts";
import { writeLarger } from "#core/run/larger-limit.ts";
import { isDimension, limitOn } from "#core/run/limits.ts";
import type { ActivationState, Dimension, RunState } from "#core/run/state.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import type { WorkEdge } from "../work-graph/work-graph.ts";
import type { Place } from "./place.ts";
import { createEvent, placeOf } from "./place.ts";

interface Gauge {
  readonly dimension: Dimension;
  readonly unit: "tokens" | "usd" | "ms" | "traversals";
  readonly used: number;
  readonly limit: number;
}

/** The share of a limit at which a run is warned. */
const warningShare = 0.8;

/**
 * Warnings and the end, as far as what was spent calls for them.
 *
 * @param now - Working time goes on while nothing is recorded.
 * @param place - The activation whose event caused it.
 */
export function decideBudget(state: RunState, now: number, place: Place): NewEvent[] {
  const { limits } = state;
  if (
    limits.maxTokens === undefined &&
    limits.maxCostUsd === undefined &&
    limits.maxDurationMs === undefined &&
    limits.maxIterations === undefined
  ) {
    return none;
  }
  const gauges = readGauges(state, now);
  const over = gauges.find(isOver);
  if (over) return exceed(state, over, place);
  const near = gauges.filter(
    (gauge) =>
      gauge.used >= gauge.limit * warningShare &&
      !state.warned.includes(`${gauge.dimension}:${gauge.limit}`),
  );
  return near.map((gauge) => createEvent("budget_warning", place, writeGauge(gauge)));
}

/** The end of the run if one more traversal than allowed would be made, else undefined. */
export function exceedIterations(
  state: RunState,
  edges: readonly WorkEdge[],
  activation: ActivationState,
): NewEvent[] | undefined {
  const limit = state.limits.maxIterations;
  if (limit === undefined) return undefined;
  const used = state.spent.iterations;
  const opened = state.forks[activation.id]?.branches.length ?? 0;
  const more = edges.slice(opened).filter(({ edge }) => edge.loop !== null).length;
  if (more === 0 || used + more <= limit) return undefined;
  const gauge: Gauge = { dimension: "iterations", unit: "traversals", used, limit };
  return exceed(state, gauge, placeOf(activation));
}

/** True if the limit by which a recorded run ended has been raised since. */
export function isRaised({ limits }: RunState, ended: readonly NewEvent[]): boolean {
  const { dimension, limit } = ended.find(({ type }) => type === "budget_exceeded")?.data ?? {};
  if (!isDimension(dimension) || typeof limit !== "number") return false;
  return (limitOn(limits, dimension) ?? Infinity) > limit;
}

/** Milliseconds of working time that are left, or undefined without a limit. */
export function remainingMs(state: RunState, now: number): number | undefined {
  const limit = state.limits.maxDurationMs;
  return limit === undefined ? undefined : limit - workedMs(state, now);
}

/** Working time up to now. */
export function workedMs(state: RunState, now: number): number {
  const since = now - toMilliseconds(state.timestamp);
  return state.spent.duration_ms + (state.status === "running" ? Math.max(0, since) : 0);
}

const none: NewEvent[] = [];

/** As many traversals as the limit says may be made; more are spent where it was lowered (§13.2). */
function isOver({ dimension, used, limit }: Gauge): boolean {
  return dimension === "iterations" ? used > limit : used >= limit;
}

function readGauges(state: RunState, now: number): Gauge[] {
  const { limits, spent } = state;
  const gauges: Gauge[] = [];
  if (limits.maxTokens !== undefined) {
    const used = spent.input_tokens + spent.output_tokens;
    gauges.push({ dimension: "tokens", unit: "tokens", used, limit: limits.maxTokens });
  }
  if (limits.maxCostUsd !== undefined) {
    gauges.push({
      dimension: "cost_usd",
      unit: "usd",
      used: spent.cost_usd,
      limit: limits.maxCostUsd,
    });
  }
  if (limits.maxDurationMs !== undefined) {
    const used = workedMs(state, now);
    gauges.push({ dimension: "duration", unit: "ms", used, limit: limits.maxDurationMs });
  }
  if (limits.maxIterations !== undefined) {
    const limit = limits.maxIterations;
    gauges.push({ dimension: "iterations", unit: "traversals", used: spent.iterations, limit });
  }
  return gauges;
}

/** A process that was killed in between has said one of the two already. */
function exceed(state: RunState, gauge: Gauge, place: Place): NewEvent[] {
  const { dimension, used, limit, unit } = gauge;
  const said = state.exceeded === dimension;
  return [
    ...(said ? [] : [createEvent("budget_exceeded", place, writeGauge(gauge))]),
    createEvent("run_failed", place, {
      error: `the budget is used up: ${used} of ${limit} ${unit}`,
      code: "BUDGET_EXCEEDED",
      resumable: true,
      hint: `resume with a larger limit: \`--budget ${writeLarger(dimension, used, limit)}\``,
    }),
  ];
}

function writeGauge({ dimension, used, limit, unit }: Gauge): Fields {
  return { dimension, used, limit, unit };
}
