/** What models cost: the prices that come with the package, and those that override them. */
import { calcPrice, findProvider } from "@pydantic/genai-prices";
import { suggest } from "#core/text/suggest.ts";
import type { Usage } from "#core/run/failure.ts";
import type { Tokens } from "./provider.ts";

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** The input's price if absent. */
  readonly cache_read?: number;
  /** The input's price if absent. */
  readonly cache_write?: number;
}

/** Own prices by `provider/model` or by the bare name of a model. */
export type PriceTable = Readonly<Record<string, Price>>;

/** Prices of models. */
export interface Prices {
  hasPrice(model: string): boolean;
  /** The cost of a call in US dollars, if the model's price is known. */
  cost(model: string, tokens: Tokens): number | undefined;
  /** A known model of the same provider with a name like this one. */
  nearest(model: string): string | undefined;
}

/** Companies that the package lists, by our providers' names. */
const companies: Readonly<Record<string, string | undefined>> = {
  anthropic: "anthropic",
  openai: "openai",
};

/**
 * Makes the prices that hold for a run.
 *
 * @example
 * createPrices({ "openai/house-model": { input: 1, output: 4 } }).cost("openai/house-model", tokens);
 */
export function createPrices(overrides: PriceTable = {}): Prices {
  const own = new Map(Object.entries(overrides));
  const priceOf = (model: string): Price | undefined => own.get(model) ?? own.get(split(model)[1]);
  const cost = (model: string, tokens: Tokens): number | undefined => {
    const price = priceOf(model);
    return price ? ownCost(price, tokens) : listedCost(model, tokens);
  };
  return {
    cost,
    hasPrice: (model) => cost(model, noTokens) !== undefined,
    nearest: (model) => {
      const [provider, name] = split(model);
      const listed = findProvider({ providerId: companies[provider] ?? provider })?.models ?? [];
      return suggest(
        name,
        listed.map(({ id }) => id),
      );
    },
  };
}

/** A call's usage with what it costs. */
export function priceUsage(prices: Prices, model: string, tokens: Tokens): Usage {
  const cost = prices.cost(model, tokens);
  return cost === undefined
    ? { ...tokens, cost_usd: 0, cost_source: "unknown" }
    : { ...tokens, cost_usd: cost, cost_source: "computed" };
}

/** Provider and name; a bare name's provider is guessed from how it begins. */
function split(model: string): [provider: string, name: string] {
  const slash = model.indexOf("/");
  if (slash >= 0) return [model.slice(0, slash), model.slice(slash + 1)];
  return [model.startsWith("claude") ? "anthropic" : "openai", model];
}

function ownCost(price: Price, tokens: Tokens): number {
  const { input_tokens, output_tokens, cache_read_tokens, cache_write_tokens } = tokens;
  const fresh = Math.max(0, input_tokens - cache_read_tokens - cache_write_tokens);
  const total =
    fresh * price.input +
    cache_read_tokens * (price.cache_read ?? price.input) +
    cache_write_tokens * (price.cache_write ?? price.input) +
    output_tokens * price.output;
  return total / 1_000_000;
}

function listedCost(model: string, tokens: Tokens): number | undefined {
  const [provider, name] = split(model);
  const providerId = companies[provider];
  if (providerId === undefined || name === "") return undefined;
  const { input_tokens, output_tokens, cache_read_tokens, cache_write_tokens } = tokens;
  const counted = {
    // What came from the cache is part of the input, whatever the provider said.
    input_tokens: Math.max(input_tokens, cache_read_tokens + cache_write_tokens),
    output_tokens,
    cache_read_tokens,
    cache_write_tokens,
  };
  return calcPrice(counted, name, { providerId })?.total_price;
}

const noTokens: Tokens = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
};
