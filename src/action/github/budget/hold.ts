/** Holds runs to what threads and days may spend: nothing starts over it, and nothing goes on beyond it. Spec: github §14. */
import { printDuration } from "#core/graph/duration.ts";
import { changeLimits } from "#core/run/limit-changes.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import {
  amountsOf,
  limitsOf,
  lowest,
  roundAmount,
  spendingOf,
} from "#src/github/budget/spending.ts";
import type { Amounts, Dimension } from "#src/github/budget/spending.ts";
import type { Door } from "../door.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { readRemaining } from "./ledger.ts";
import type { Spenders } from "./ledger.ts";

/** A limit of nothing can't be written; the least that can comes to the same. */
const least: Readonly<Record<Dimension, number>> = {
  max_cost_usd: 1e-9,
  max_tokens: 1,
  max_duration: 1,
  max_iterations: 1,
};

type Changes = Readonly<Record<string, string | number>>;

/** Whose budget a run that is about to start spends. */
export function spendersOf(
  { job }: Door,
  { simulate = false }: TriggerSettings,
  thread: number | null,
): Spenders {
  return { thread, simulated: job.inputs.simulate !== false || simulate !== false };
}

/** What a new run may spend at most, or why nothing may start. */
export async function budgetToStart(
  door: Door,
  spenders: Spenders,
): Promise<{ readonly left: Amounts; readonly refused: string | null }> {
  const { left, refused } = await readRemaining(door, spenders);
  const amounts = (Object.entries(left) as [Dimension, number][]).map(([name, amount]) => [
    name,
    toLimit(name, amount),
  ]);
  return { left: Object.fromEntries(amounts) as Amounts, refused };
}

/** The limits with which a run goes on: those that it is given, but no more than is left for it. */
export async function holdBudget(
  door: Door,
  { thread, state }: LeftRun,
  given: Changes = {},
): Promise<Changes> {
  const spenders = { thread, simulated: state.start?.simulated === true };
  const { left, refused } = await readRemaining(door, spenders);
  const changed = changeLimits(state.limits, given);
  if ("errors" in changed) return given;
  const wanted = limitsOf(changed.limits);
  const spent = amountsOf(spendingOf(state.spent));
  // What can't be read counts as used up.
  const most = refused === "budget_unknown" ? spent : plus(spent, left);
  const held = lowest([wanted, most]);
  const lowered = (Object.keys(most) as Dimension[]).filter((name) => held[name] !== wanted[name]);
  const written = lowered.map((name) => [name, write(name, held[name] ?? 0)] as const);
  return { ...given, ...Object.fromEntries(written) };
}

function plus(spent: Required<Amounts>, left: Amounts): Amounts {
  const sums = (Object.entries(left) as [Dimension, number][]).map(([name, amount]) => [
    name,
    roundAmount(spent[name] + amount),
  ]);
  return Object.fromEntries(sums) as Amounts;
}

function write(name: Dimension, amount: number): string | number {
  const limit = toLimit(name, amount);
  return name === "max_duration" ? printDuration(limit) : limit;
}

/** As a limit is written: nothing but money in parts, and never nothing at all. */
function toLimit(name: Dimension, amount: number): number {
  return Math.max(name === "max_cost_usd" ? amount : Math.floor(amount), least[name]);
}
