/** Asks providers what they have: who is configured, who answers, with which models. */
import { printDuration } from "#core/graph/duration.ts";
import { addressOf, connect, readKey } from "./connect.ts";
import { hideKey, textOf } from "./failures.ts";
import type { Connection, Environment, Provider } from "./provider.ts";
import { providers } from "./providers.ts";
import { createWires } from "./wires/index.ts";

/** What is known of a provider. */
export interface ProviderStatus {
  readonly name: string;
  /** The variable that holds its key or should, and whether it does. */
  readonly key: { readonly variable: string; readonly set: boolean; readonly needed: boolean };
  /** The variable that moves it, and where it is now; null if nobody says. */
  readonly address: { readonly variable: string; readonly url: string | null };
  readonly state: ProviderState;
  /** What is wrong, and what to do about it. */
  readonly error: string | null;
  readonly hint: string | null;
  /** The models that it lists, sorted; null if it was not asked or has no list. */
  readonly models: readonly string[] | null;
}

/** `ready` answers, `unchecked` was not asked, `refused` does not take the key. */
export type ProviderState = "ready" | "unchecked" | "unconfigured" | "refused" | "unreachable";

/** Whom to ask, and how long to wait. */
export interface Survey {
  readonly env: Environment;
  /** Names of providers; all of them if absent. */
  readonly names?: readonly string[];
  readonly offline: boolean;
  readonly timeoutMs: number;
}

/** Asks all at once. */
export function surveyProviders(survey: Survey): Promise<ProviderStatus[]> {
  const asked = providers.filter(({ name }) => survey.names?.includes(name) ?? true);
  return Promise.all(asked.map((provider) => ask(provider, survey)));
}

async function ask(provider: Provider, survey: Survey): Promise<ProviderStatus> {
  const { env, offline } = survey;
  const { name: variable, key } = readKey(provider, env);
  const base = {
    name: provider.name,
    key: { variable, set: key !== "", needed: provider.keyless !== true },
    address: { variable: provider.baseUrlName, url: shownUrl(addressOf(provider, env)) },
    error: null,
    hint: null,
    models: null,
  };
  const connection = connect(provider, env, `${provider.name}/…`);
  if ("message" in connection) {
    const { message, hint } = connection;
    return { ...base, state: "unconfigured", error: message, hint };
  }
  if (offline || provider.listPath === null) return { ...base, state: "unchecked" };
  return { ...base, ...(await list(connection, survey.timeoutMs)) };
}

type Listed = Pick<ProviderStatus, "state" | "error" | "hint" | "models">;

async function list(connection: Connection, timeoutMs: number): Promise<Listed> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const names = await createWires()[connection.provider.wire].list(connection, signal);
    return { state: "ready", error: null, hint: null, models: names.toSorted() };
  } catch (error) {
    if (signal.aborted) {
      const late = `it did not answer within ${printDuration(timeoutMs)}`;
      return { ...unreachable(connection), error: late };
    }
    return toListed(connection, error);
  }
}

function toListed(connection: Connection, error: unknown): Listed {
  const { provider, key, keyName } = connection;
  const status = statusOf(error);
  const text = hideKey(textOf(error), key);
  // Whoever has no list may well have models.
  if (status === 404 || status === 405)
    return { state: "ready", error: null, hint: null, models: null };
  if (status === 401 || status === 403) {
    const hint =
      provider.hints?.AUTH_FAILED ?? `put a key that is allowed to do this into \`${keyName}\``;
    return { state: "refused", error: `it refused the key: ${text}`, hint, models: null };
  }
  return { ...unreachable(connection), error: status === undefined ? text : `it answered ${text}` };
}

function unreachable({ provider }: Connection): Omit<Listed, "error"> {
  const hint = `check the network and \`${provider.baseUrlName}\``;
  return { state: "unreachable", hint, models: null };
}

function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  return typeof status === "number" ? status : undefined;
}

/** Without a password that it may have. */
function shownUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return null;
  url.username = "";
  url.password = "";
  return url.href.replace(/\/$/, "");
}
