/** Models of all providers behind one port: a provider is one line in the table. */
import { suggest } from "#core/text/suggest.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { CallOptions, ModelPort, ModelRequest, ModelResponse } from "#core/ports/model.ts";
import { anthropic } from "./anthropic.ts";
import { openai } from "./openai.ts";
import { createPrices, priceUsage } from "./prices.ts";
import type { Prices, PriceTable } from "./prices.ts";
import type { Environment, Provider } from "./provider.ts";

const providers: readonly Provider[] = [anthropic, openai];

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
  const prices = createPrices(table);

  async function generate(request: ModelRequest, options: CallOptions): Promise<ModelResponse> {
    if (simulated && isSimulated(request.model)) return simulated.generate(request, options);
    const found = find(request.model, env);
    if ("message" in found) throw new RunFailure({ ...found, retryable: false });
    const { provider, name, env: own } = found;
    const full = `${provider.name}/${name}`;
    const nearest = (): string | undefined => prices.nearest(full);
    try {
      const answer = await provider.generate(name, request, { ...options, env: own, nearest });
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

interface Found {
  readonly provider: Provider;
  /** The name behind the slash. */
  readonly name: string;
  /** With a key that can be sent. */
  readonly env: Environment;
}

interface Fault {
  readonly code: "MODEL_UNKNOWN" | "AUTH_FAILED" | "EXECUTION_FAILED";
  readonly message: string;
  readonly hint: string;
}

/** The provider of a model, or why it cannot be called. */
function find(model: string, env: Environment): Found | Fault {
  const slash = model.indexOf("/");
  const [prefix, name] = [model.slice(0, Math.max(0, slash)), model.slice(slash + 1)];
  const provider = providers.find((some) =>
    slash < 0 ? some.bare.test(model) : some.name === prefix,
  );
  if (provider === undefined || name === "") return unknownProvider(model, prefix);
  // Keys are often pasted with the end of their line.
  const key = (env[provider.keyName] ?? "").trim();
  const fault = findKeyFault(model, provider, key) ?? findAddressFault(model, provider, env);
  return fault ?? { provider, name, env: { ...env, [provider.keyName]: key } };
}

function findKeyFault(model: string, { keyName }: Provider, key: string): Fault | undefined {
  if (key === "") {
    return {
      code: "AUTH_FAILED",
      message: `\`${model}\` needs a key: \`${keyName}\` is not set`,
      hint: `set \`${keyName}\`, or try the workflow out with \`--simulate\``,
    };
  }
  if (/^[\x21-\x7e]+$/.test(key)) return undefined;
  return {
    code: "AUTH_FAILED",
    message: `\`${model}\` needs a key: what \`${keyName}\` holds has characters that no key has`,
    hint: `copy the key into \`${keyName}\` again, without blanks and line breaks`,
  };
}

/** The address itself is not shown: it may hold a password. */
function findAddressFault(
  model: string,
  { baseUrlName }: Provider,
  env: Environment,
): Fault | undefined {
  const address = env[baseUrlName] ?? "";
  if (address === "" || /^https?:$/.test(URL.parse(address)?.protocol ?? "")) return undefined;
  return {
    code: "EXECUTION_FAILED",
    message: `\`${model}\` can't be reached: \`${baseUrlName}\` holds no address of a server`,
    hint: `write \`https://…\` into \`${baseUrlName}\`, or unset it`,
  };
}

function unknownProvider(model: string, prefix: string): Fault {
  if (isSimulated(model)) {
    return {
      code: "MODEL_UNKNOWN",
      message: `\`${model}\` is answered by the simulator only`,
      hint: "run with `--simulate`",
    };
  }
  return {
    code: "MODEL_UNKNOWN",
    message: `\`${model}\` has no provider that this version of Iter can call`,
    hint: adviceFor(prefix, model),
  };
}

function adviceFor(prefix: string, model: string): string {
  const names = providers.map((provider) => provider.name);
  if (names.includes(prefix)) return "name a model behind the slash";
  const nearest = suggest(prefix, names);
  if (nearest !== undefined) return `did you mean \`${nearest}${model.slice(prefix.length)}\`?`;
  const list = names.map((name) => `\`${name}/…\``).join(", ");
  return `there are ${list}, and with \`--simulate\` any`;
}

/** What a failed call used, with what it costs. */
function withCost(prices: Prices, model: string, error: unknown): unknown {
  if (!(error instanceof RunFailure) || error.failure.usage === undefined) return error;
  const usage = priceUsage(prices, model, error.failure.usage);
  return new RunFailure({ ...error.failure, usage }, error.cause);
}

function isSimulated(model: string): boolean {
  return model.startsWith("simulate/");
}
