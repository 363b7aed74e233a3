/** What to write to go on with a run that has used up a limit. Spec: runtime §13.2. */
import { printDuration } from "../graph/duration.ts";
import type { Budget } from "../graph/graph.ts";
import { limitOn } from "./limits.ts";
import type { Dimension, RunState } from "./state.ts";

/** A limit that is used up. */
export interface UsedLimit {
  readonly used: number;
  readonly limit: number;
  /** What `--budget` takes to go on: `max_tokens=60000`. */
  readonly larger: string;
}

/** The limit that a run has used up, among those that hold from now on; undefined if there is none. */
export function findUsedLimit(
  { exceeded, spent }: RunState,
  limits: Budget,
): UsedLimit | undefined {
  if (exceeded === null) return undefined;
  const limit = limitOn(limits, exceeded);
  const used = {
    tokens: spent.input_tokens + spent.output_tokens,
    cost_usd: spent.cost_usd,
    duration: spent.duration_ms,
    iterations: spent.iterations,
  }[exceeded];
  if (limit === undefined || limit > used) return undefined;
  return { used, limit, larger: writeLarger(exceeded, used, limit) };
}

/**
 * A limit that leaves room: twice what it was, or twice what is spent already.
 *
 * @example
 * writeLarger("tokens", 110, 100); // "max_tokens=220"
 */
export function writeLarger(dimension: Dimension, used: number, limit: number): string {
  const larger = 2 * Math.max(limit, used);
  switch (dimension) {
    case "tokens":
      return `max_tokens=${larger}`;
    case "cost_usd":
      // Products of decimal amounts would otherwise end in digits that nobody wrote.
      return `max_cost_usd=${Number(larger.toPrecision(15))}`;
    case "duration":
      return `max_duration=${printDuration(larger)}`;
    case "iterations":
      return `max_iterations=${larger}`;
  }
}
