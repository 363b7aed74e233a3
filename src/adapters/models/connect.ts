/** Finds who serves a model and how to reach them, or says what is missing. */
import { suggest } from "#core/text/suggest.ts";
import type { Connection, Environment, Provider } from "./provider.ts";
import { providers } from "./providers.ts";
import { readSilence, silenceName } from "./silence.ts";

/** Why a model cannot be called. */
export interface Fault {
  readonly code: "MODEL_UNKNOWN" | "AUTH_FAILED" | "NETWORK" | "EXECUTION_FAILED";
  readonly message: string;
  readonly hint: string;
}

/** Who serves a model. */
export interface Served {
  readonly provider: Provider;
  /** The name behind the slash. */
  readonly name: string;
}

/** The provider of a model, or undefined if there is none. */
export function findProvider(model: string): Served | undefined {
  const slash = model.indexOf("/");
  const prefix = model.slice(0, Math.max(0, slash));
  const name = model.slice(slash + 1);
  const provider = providers.find((some) =>
    slash < 0 ? some.bare?.test(model) === true : some.name === prefix,
  );
  return provider === undefined || name === "" ? undefined : { provider, name };
}

/** The connection to a provider, or why there is none; `model` is named in the message. */
export function connect(provider: Provider, env: Environment, model: string): Connection | Fault {
  const { name: keyName, key } = readKey(provider, env);
  const baseUrl = addressOf(provider, env);
  const fault =
    findKeyFault(model, provider, { keyName, key }) ?? findAddressFault(model, provider, baseUrl);
  if (fault !== undefined) return fault;
  const missing = provider.needs?.find((name) => (env[name] ?? "").trim() === "");
  if (missing !== undefined) return needFault(model, missing);
  const silenceMs = readSilence(env);
  if (typeof silenceMs === "object") return silenceFault(model, silenceMs.fault);
  return { provider, keyName, key, baseUrl, silenceMs, env };
}

/** Where a provider is; empty if nobody says. */
export function addressOf({ baseUrlName, baseUrl }: Provider, env: Environment): string {
  const given = (env[baseUrlName] ?? "").trim();
  if (given !== "") return given;
  return typeof baseUrl === "function" ? baseUrl(env) : (baseUrl ?? "");
}

/** The key of a provider, and the variable that holds it or should; keys are often pasted with the end of their line. */
export function readKey(
  { keyNames }: Provider,
  env: Environment,
): { readonly name: string; readonly key: string } {
  const name = keyNames.find((some) => (env[some] ?? "").trim() !== "") ?? keyNames[0];
  return { name, key: (env[name] ?? "").trim() };
}

/** A model that nobody here serves. */
export function unknownProvider(model: string): Fault {
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
    hint: adviceFor(model.slice(0, Math.max(0, model.indexOf("/"))), model),
  };
}

/** True for a model that only the simulator answers for. */
export function isSimulated(model: string): boolean {
  return model.startsWith("simulate/");
}

function findKeyFault(
  model: string,
  { keyless, keyNames }: Provider,
  { keyName, key }: { readonly keyName: string; readonly key: string },
): Fault | undefined {
  if (key === "") {
    if (keyless === true) return undefined;
    const [first, ...others] = keyNames.map((name) => `\`${name}\``);
    const also = others.length === 0 ? "" : ` (or ${others.join(", ")})`;
    return {
      code: "AUTH_FAILED",
      message: `\`${model}\` needs a key: ${first ?? ""} is not set`,
      hint: `set ${first ?? ""}${also}, or try the workflow out with \`--simulate\``,
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
  baseUrl: string,
): Fault | undefined {
  if (/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? "")) return undefined;
  if (baseUrl === "") {
    return {
      code: "NETWORK",
      message: `\`${model}\` can't be reached: \`${baseUrlName}\` is not set`,
      hint: `put the server's address into \`${baseUrlName}\`, such as \`http://localhost:11434/v1\``,
    };
  }
  return {
    code: "NETWORK",
    message: `\`${model}\` can't be reached: \`${baseUrlName}\` holds no address of a server`,
    hint: `write \`https://…\` into \`${baseUrlName}\`, or unset it`,
  };
}

function needFault(model: string, name: string): Fault {
  return {
    code: "AUTH_FAILED",
    message: `\`${model}\` can't be called: \`${name}\` is not set`,
    hint: `set \`${name}\`, or try the workflow out with \`--simulate\``,
  };
}

function silenceFault(model: string, fault: string): Fault {
  return {
    code: "EXECUTION_FAILED",
    message: `\`${model}\` can't be called: ${fault}`,
    hint: `write a duration of at most \`5m\` into \`${silenceName}\`, such as \`90s\`, or unset it`,
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
