/** Models of all providers behind one port. */
import { RunFailure } from "#core/run/failure.ts";
import type { CallOptions, ModelPort, ModelRequest, ModelResponse } from "#core/ports/model.ts";
import { connect, findProvider, isSimulated, unknownProvider } from "./connect.ts";
import type { Fault, Served } from "./connect.ts";
import { createPrices, priceUsage } from "./prices.ts";
import type { Prices, PriceTable } from "./prices.ts";
import type { Connection, Environment } from "./provider.ts";
import { createWires } from "./wires/index.ts";

/** What models are made of. */
export interface ModelsOptions {
  readonly env: Environment;
  /** Own prices, which override those that are known. */
  readonly prices?: PriceTable;
  /** Answers for `simulate/…` in a run that is not simulated as a whole. */
  readonly simulated?: ModelPort;
}

/**
 * Makes the port through which a run calls real models.
 *
 * @example
 * const models = createModels({ env: process.env });
 */
export function createModels({ env, prices: table, simulated }: ModelsOptions): ModelPort {
  const prices = createPrices(table, env);
  const wires = createWires();

  async function generate(request: ModelRequest, options: CallOptions): Promise<ModelResponse> {
    if (simulated && isSimulated(request.model)) return simulated.generate(request, options);
    const found = find(request.model, env);
    if ("message" in found) throw new RunFailure({ ...found, retryable: false });
    const { provider, name, connection } = found;
    const full = `${provider.name}/${name}`;
    const call = {
      ...options,
      connection,
      request,
      model: provider.wireModel?.(name) ?? name,
      nearest: () => prices.nearest(full),
    };
    try {
      const answer = await wires[provider.wire].generate(call);
      const { tokens, model, ...response } = answer;
      const usage = priceUsage(prices, full, tokens);
      return { ...response, model: `${provider.name}/${model}`, usage };
    } catch (error) {
      throw withCost(prices, full, error);
    }
  }

  return {
    generate,
    hasPrice: (model) => isSimulated(model) || prices.hasPrice(model),
    check(model) {
      if (simulated && isSimulated(model)) return undefined;
      const found = find(model, env);
      return "message" in found ? { message: found.message, hint: found.hint } : undefined;
    },
    ...(simulated?.observe && { observe: simulated.observe.bind(simulated) }),
  };
}

/** The provider of a model and the way to it, or why it cannot be called. */
function find(
  model: string,
  env: Environment,
): (Served & { readonly connection: Connection }) | Fault {
  const served = findProvider(model);
  if (served === undefined) return unknownProvider(model);
  const connection = connect(served.provider, env, model);
  return "message" in connection ? connection : { ...served, connection };
}

/** What a failed call used, with what it costs. */
function withCost(prices: Prices, model: string, error: unknown): unknown {
  if (!(error instanceof RunFailure) || error.failure.usage === undefined) return error;
  const usage = priceUsage(prices, model, error.failure.usage);
  return new RunFailure({ ...error.failure, usage }, error.cause);
}
