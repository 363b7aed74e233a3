/** What all simulated ports share: the script, the count of calls, time and prices. */
import { checkOutput } from "#core/graph/schema.ts";
import type { FieldError } from "#core/graph/schema.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Usage } from "#core/run/failure.ts";
import type { Clock } from "#core/ports/clock.ts";
import type { CallSite } from "#core/ports/model.ts";
import { outputFields } from "./graph-map.ts";
import type { GraphMap } from "./graph-map.ts";
import { nothingUsed } from "./script.ts";
import type { Item, Script, ScriptedUsage } from "./script.ts";
import { createTally, nodeList } from "./tally.ts";
import type { Tally } from "./tally.ts";
import type { ExpressionReader } from "./steer.ts";

/** Prices of models. */
export interface Pricing {
  hasPrice(model: string): boolean;
  /** The cost of a call in US dollars, if the model's price is known. */
  cost(model: string, tokens: Omit<Usage, "cost_usd" | "cost_source">): number | undefined;
}

/** What a simulation is played with. */
export interface Stage extends Props {
  readonly tally: Tally;
  /**
   * The item of a call of a node, after the time it takes; undefined if an answer is to be made up.
   *
   * @throws RunFailure if the item is an error, or `SCRIPT_EXHAUSTED` if there is none.
   */
  play(site: CallSite, call: Call): Promise<Item | undefined>;
  /** Waits; an aborted call leaves no trace in the count. */
  wait(site: CallSite, ms: number, signal: AbortSignal): Promise<void>;
  usageOf(usage: ScriptedUsage | undefined, model: string | null): Usage;
  hasPrice(model: string): boolean;
}

/** What a stage is made of. */
export interface Props {
  readonly map: GraphMap;
  readonly reader: ExpressionReader;
  readonly script: Script;
  readonly clock: Clock;
  readonly pricing: Pricing | undefined;
}

/** How a call is played. */
export interface Call {
  readonly signal: AbortSignal;
  readonly model: string | null;
  /** Without a key in the script the caller has another way to answer. */
  readonly optional?: boolean;
}

/** A list that has nothing for a call, and its item before. */
interface Spent {
  readonly key: string;
  readonly index: number;
  readonly before: Item | undefined;
}

/** Sets up a stage on which nothing has been played yet. */
export function createStage(props: Props): Stage {
  const { map, script, clock, pricing } = props;
  const tally = createTally(script, (nodeId, step) => map.functionOf(nodeId, step));

  function hasPrice(model: string): boolean {
    return model.startsWith("simulate/") || (pricing?.hasPrice(model) ?? false);
  }

  /** A made-up answer used nothing, so its price doesn't matter. */
  function usageOf(usage: ScriptedUsage | undefined, model: string | null): Usage {
    const { cost_usd, ...tokens } = usage ?? nothingUsed;
    if (cost_usd !== undefined) return { ...tokens, cost_usd, cost_source: "reported" };
    const computed = model === null ? undefined : pricing?.cost(model, tokens);
    if (computed !== undefined) {
      return { ...tokens, cost_usd: computed, cost_source: "computed" };
    }
    const known = usage === undefined || model === null || hasPrice(model);
    return { ...tokens, cost_usd: 0, cost_source: known ? "reported" : "unknown" };
  }

  async function wait(site: CallSite, ms: number, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      if (ms > 0) await clock.sleep(ms, signal);
    } catch (error) {
      tally.abandon(site);
      throw error;
    }
  }

  async function play(site: CallSite, call: Call): Promise<Item | undefined> {
    call.signal.throwIfAborted();
    const key = tally.keyOf(site);
    if (key === undefined) {
      if (script.auto || call.optional) return undefined;
      throw exhausted(site.nodeId, 0);
    }
    const items = script.nodes.get(key) ?? [];
    const index = tally.begin(site, nodeList(key));
    const item = itemAt(items, index);
    if (item === undefined) {
      if (script.auto) return undefined;
      throw refused(site, { key, index, before: items[index - 1] }) ?? exhausted(key, index);
    }
    await wait(site, item.durationMs, call.signal);
    if (item.reply.kind !== "error") return item;
    const usage = usageOf(item.usage, call.model);
    throw new RunFailure({ ...item.reply.failure, usage });
  }

  /** A conversation that goes on because the script's last answer was sent back. */
  function refused({ nodeId, step }: CallSite, { key, index, before }: Spent) {
    const fields = outputFields(map, map.node(nodeId));
    if (fields === undefined || before?.reply.kind !== "output") return undefined;
    if (!/^(?:model|delegate):[1-9]/.test(step)) return undefined;
    const errors = checkOutput({ name: "", fields }, before.reply.value);
    return errors.length === 0 ? undefined : sentBack(key, index, errors);
  }

  return { ...props, tally, play, wait, usageOf, hasPrice };
}

/** The item at an index; the last one may go on for ever. */
export function itemAt<Entry extends { readonly repeat: boolean }>(
  items: readonly Entry[],
  index: number,
): Entry | undefined {
  const last = items.at(-1);
  return items[index] ?? (last?.repeat === true ? last : undefined);
}

function sentBack(key: string, index: number, errors: readonly FieldError[]): RunFailure {
  const mistakes = errors.map(
    ({ field, message }) => `${field === null ? "it" : `\`${field}\``} ${message}`,
  );
  return new RunFailure({
    code: "SCRIPT_EXHAUSTED",
    message: `item ${index} for \`${key}\` does not fit (${mistakes.join("; ")}), and the script has no item ${index + 1} to mend it`,
    hint: `correct item ${index} under \`${key}\`, or add one that answers when it was sent back`,
    retryable: false,
    data: { key, index },
  });
}

/** The failure of a call for which the script has nothing. */
export function exhausted(key: string, index: number): RunFailure {
  return new RunFailure({
    code: "SCRIPT_EXHAUSTED",
    message: `the script has no item ${index + 1} for \`${key}\``,
    hint: `add an item under \`${key}\`, give its last one \`repeat: true\`, or set \`auto: true\``,
    retryable: false,
    data: { key, index },
  });
}

/** The failure of a call whose item is for another sort of call. */
export function unfit(site: CallSite, message: string, hint: string): RunFailure {
  return new RunFailure({
    code: "EXECUTION_FAILED",
    message: `${message} (node \`${site.nodeId}\`, step \`${site.step}\`)`,
    hint,
    retryable: false,
  });
}
