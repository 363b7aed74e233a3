/** What was spent, as the ledgers of threads and days have it, and what of their ceilings is left. Spec: github §14. */
import { parseDuration } from "#core/graph/duration.ts";
import type { Budget } from "#core/graph/graph.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Spent } from "#core/run/state.ts";
import { at, numberAt } from "../payload.ts";

const names = ["usd", "input", "output", "cache_read", "cache_write", "turns", "ms"] as const;

/** What was spent; `turns` are traversals of loop edges, as the limit counts them. */
export type Spending = Readonly<Record<(typeof names)[number], number>>;

/** What can be limited. */
export type Dimension = "max_cost_usd" | "max_tokens" | "max_duration" | "max_iterations";

/** Amounts of what can be limited, durations in milliseconds. */
export type Amounts = Readonly<Partial<Record<Dimension, number>>>;

/** A ceiling and what was spent below it. */
export interface Account {
  readonly used: Spending;
  /** As far as anything is limited. */
  readonly ceiling: Amounts;
}

/** What a run has spent so far. */
export function spendingOf(spent: Spent): Spending {
  return {
    usd: spent.cost_usd,
    input: spent.input_tokens,
    output: spent.output_tokens,
    cache_read: spent.cache_read_tokens,
    cache_write: spent.cache_write_tokens,
    turns: spent.iterations,
    ms: spent.duration_ms,
  };
}

/** Sums of decimal amounts end in digits that nobody spent: without them. */
export function roundAmount(amount: number): number {
  return Number(amount.toPrecision(12));
}

/** What one has more than another. */
export function difference(one: Spending, other: Spending): Spending {
  return toSpending((name) => roundAmount(one[name] - other[name]));
}

/** What entries say together. */
export function sumOf(entries: readonly Value[]): Spending {
  return toSpending((name) =>
    roundAmount(entries.reduce<number>((sum, entry) => sum + (numberAt(entry, name) ?? 0), 0)),
  );
}

/** True if nothing was spent. */
export function isNothing(spending: Spending): boolean {
  return names.every((name) => spending[name] === 0);
}

/** What of it can be limited. */
export function amountsOf({ usd, input, output, ms, turns }: Spending): Required<Amounts> {
  const tokens = input + output;
  return { max_cost_usd: usd, max_tokens: tokens, max_duration: ms, max_iterations: turns };
}

/**
 * The account of a scope: what its entries say, below the lowest of its ceilings and what people
 * have raised it by. What was simulated counts among its like only.
 */
export function openAccount(
  entries: readonly Fields[],
  ceilings: readonly Value[],
  simulated: boolean,
): Account {
  const own = entries.filter((entry) => (at(entry, "simulated") === true) === simulated);
  const raises = entries.map((entry) => at(entry, "raise"));
  const ceiling = lowest(ceilings.filter(isFields).map(toAmounts));
  const raised = Object.entries(ceiling).map(([name, limit]) => [
    name,
    raises.reduce<number>((sum, raise) => sum + (numberAt(raise, name) ?? 0), limit),
  ]);
  return { used: sumOf(own), ceiling: Object.fromEntries(raised) as Amounts };
}

/** What is left of a ceiling, never less than nothing. */
export function leftOf({ used, ceiling }: Account): Amounts {
  const spent = amountsOf(used);
  const left = (Object.entries(ceiling) as [Dimension, number][]).map(([name, limit]) => [
    name,
    Math.max(0, roundAmount(limit - spent[name])),
  ]);
  return Object.fromEntries(left) as Amounts;
}

/** The limits of a run. */
export function limitsOf(limits: Budget): Amounts {
  const { maxCostUsd, maxTokens, maxDurationMs, maxIterations } = limits;
  return {
    ...(maxCostUsd === undefined ? {} : { max_cost_usd: maxCostUsd }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(maxDurationMs === undefined ? {} : { max_duration: maxDurationMs }),
    ...(maxIterations === undefined ? {} : { max_iterations: maxIterations }),
  };
}

/** The least of each. */
export function lowest(all: readonly Amounts[]): Amounts {
  const least = new Map<string, number>();
  for (const amounts of all)
    for (const [name, amount] of Object.entries(amounts))
      least.set(name, Math.min(amount, least.get(name) ?? Infinity));
  return Object.fromEntries(least);
}

/** True if nothing is left of something. */
export function isUsedUp(left: Amounts): boolean {
  return Object.values(left).some((amount) => amount <= 0);
}

/** Ceilings as files have them. */
function toAmounts(budget: Fields): Amounts {
  const named = ["max_cost_usd", "max_tokens", "max_duration", "max_iterations"].flatMap((name) => {
    const value = budget[name];
    const amount = typeof value === "string" ? parseDuration(value) : value;
    return typeof amount === "number" ? [[name, amount] as const] : [];
  });
  return Object.fromEntries(named);
}

function toSpending(amount: (name: keyof Spending) => number): Spending {
  return {
    usd: amount("usd"),
    input: amount("input"),
    output: amount("output"),
    cache_read: amount("cache_read"),
    cache_write: amount("cache_write"),
    turns: amount("turns"),
    ms: amount("ms"),
  };
}
