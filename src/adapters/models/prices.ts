/** What models cost: the prices that come with the package, and those that override them. */
import { calcPrice, findProvider as findCompany } from "@pydantic/genai-prices";
import { suggest } from "#core/text/suggest.ts";
import type { Usage } from "#core/run/failure.ts";
import { addressOf, findProvider } from "./connect.ts";
import type { Environment, ListedAs, Tokens } from "./provider.ts";

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
  /** US dollars for a million tokens, where there is a price. */
  priceOf(model: string): Price | undefined;
  /** A known model of the same provider with a name like this one. */
  nearest(model: string): string | undefined;
}

/**
 * Makes the prices that hold for a run; some depend on where the environment leads it.
 *
 * @example
 * createPrices({ "openai/house-model": { input: 1, output: 4 } }).cost("openai/house-model", tokens);
 */
export function createPrices(overrides: PriceTable = {}, env: Environment = {}): Prices {
  const own = new Map(Object.entries(overrides));
  const ownPrice = (model: string): Price | undefined =>
    own.get(model) ?? own.get(model.slice(model.indexOf("/") + 1));
  const cost = (model: string, tokens: Tokens): number | undefined => {
    const price = ownPrice(model);
    return price ? ownCost(price, tokens) : listedCost(listings(model, env), tokens);
  };
  return {
    cost,
    hasPrice: (model) => cost(model, noTokens) !== undefined,
    priceOf: (model) => ownPrice(model) ?? listedPrice((tokens) => cost(model, tokens)),
    nearest: (model) => {
      const [listed] = listings(model, env);
      if (listed === undefined) return undefined;
      const { models = [] } = findCompany(companyQuery(listed)) ?? {};
      const names = models.map(({ id }) => id);
      return suggest(listed.model, names);
    },
  };
}

/** A call's usage with what it costs; what nobody counted has no known cost. */
export function priceUsage(prices: Prices, model: string, tokens: Tokens | undefined): Usage {
  const cost = tokens && prices.cost(model, tokens);
  return cost === undefined
    ? { ...(tokens ?? noTokens), cost_usd: 0, cost_source: "unknown" }
    : { ...(tokens ?? noTokens), cost_usd: cost, cost_source: "computed" };
}

/** Where a model's price may stand. */
function listings(model: string, env: Environment): readonly ListedAs[] {
  const served = findProvider(model);
  return served?.provider.priced(served.name, addressOf(served.provider, env)) ?? [];
}

function companyQuery({ company }: ListedAs): { providerId: string } | { providerApiUrl: string } {
  return typeof company === "string" ? { providerId: company } : { providerApiUrl: company.href };
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

function listedCost(listed: readonly ListedAs[], tokens: Tokens): number | undefined {
  const { input_tokens, output_tokens, cache_read_tokens, cache_write_tokens } = tokens;
  const counted = {
    // What came from the cache is part of the input, whatever the provider said.
    input_tokens: Math.max(input_tokens, cache_read_tokens + cache_write_tokens),
    output_tokens,
    cache_read_tokens,
    cache_write_tokens,
  };
  for (const place of listed) {
    const query = companyQuery(place);
    const known = "providerId" in query || findCompany(query) !== undefined;
    const price = known ? calcPrice(counted, place.model, query) : null;
    if (price) return price.total_price;
  }
  return undefined;
}

/** What a thousand tokens of each sort cost, for a million: more of them may be dearer. */
function listedPrice(cost: (tokens: Tokens) => number | undefined): Price | undefined {
  const thousand = 1_000;
  const price = (tokens: Partial<Tokens>): number | undefined => {
    const usd = cost({ ...noTokens, ...tokens });
    return usd === undefined ? undefined : round(usd * thousand);
  };
  const input = price({ input_tokens: thousand });
  const output = price({ output_tokens: thousand });
  const cacheRead = price({ input_tokens: thousand, cache_read_tokens: thousand });
  const cacheWrite = price({ input_tokens: thousand, cache_write_tokens: thousand });
  if (input === undefined || output === undefined) return undefined;
  return {
    input,
    output,
    ...(cacheRead !== undefined && { cache_read: cacheRead }),
    ...(cacheWrite !== undefined && { cache_write: cacheWrite }),
  };
}

/** Sums of fractions leave a trace far behind the point. */
function round(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}

const noTokens: Tokens = {
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
};
