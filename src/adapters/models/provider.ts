/** A provider of models, the wire that it speaks, and one call over that wire. */
import type { CallOptions, ModelRequest, ModelResponse } from "#core/ports/model.ts";
import type { FailureCode, Usage } from "#core/run/failure.ts";
import type { Cloud } from "./regions.ts";

/** Tokens of one call; `input_tokens` includes cache reads and writes. */
export type Tokens = Omit<Usage, "cost_usd" | "cost_source">;

/** What a provider answers; what it costs is added by the model port. */
export type ProviderResponse = Omit<ModelResponse, "usage" | "model"> & {
  /** The model's name as the provider says it. */
  readonly model: string;
  /** Undefined where the server does not count. */
  readonly tokens: Tokens | undefined;
};

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One provider: a line in the table. */
export interface Provider {
  /** The part of a model's name before the slash. */
  readonly name: string;
  /** The variables that may hold its key; the first that is set counts. */
  readonly keyNames: readonly [string, ...string[]];
  /** It may be called without a key. */
  readonly keyless?: true;
  /** The variable that moves its address. */
  readonly baseUrlName: string;
  /** Where it is if the variable does not say; without it the variable must. */
  readonly baseUrl?: string | ((env: Environment) => string);
  /** Other variables that must be set. */
  readonly needs?: readonly string[];
  /** The cloud that serves the models, if it is not their maker. */
  readonly cloud?: Cloud;
  readonly wire: WireName;
  /** Where its models are listed, if not below its address; null if nowhere. */
  readonly listPath?: string | null;
  /** Names without a provider that are understood as this one's. */
  readonly bare?: RegExp;
  /** What a model is called on the wire, if not by the name behind the slash. */
  readonly wireModel?: (name: string) => string;
  /** In whose lists of prices a model is looked up, in order, and under what name. */
  readonly priced: (name: string, baseUrl: string) => readonly ListedAs[];
  /** What to do about a failure, where the usual advice does not fit. */
  readonly hints?: Readonly<Partial<Record<FailureCode, string>>>;
}

/** A model in a company's list of prices. */
export interface ListedAs {
  /** As the list calls the company; an address instead finds the company that serves there. */
  readonly company: string | URL;
  readonly model: string;
}

/** The wire formats that there are. */
export type WireName = "messages" | "responses" | "chat";

/** A provider that can be called. */
export interface Connection {
  readonly provider: Provider;
  /** The variable that holds the key. */
  readonly keyName: string;
  /** Empty if there is none, and none is needed. */
  readonly key: string;
  readonly baseUrl: string;
  /** How long a server may be silent. */
  readonly silenceMs: number;
  readonly env: Environment;
}

/** One call. */
export interface Call extends CallOptions {
  readonly connection: Connection;
  /** The name on the wire. */
  readonly model: string;
  readonly request: ModelRequest;
  /** A known name near a mistyped one. */
  readonly nearest: () => string | undefined;
}

/** One wire format. */
export interface Wire {
  generate(call: Call): Promise<ProviderResponse>;
  /** The names of the models that the provider lists. */
  list(connection: Connection, signal: AbortSignal): Promise<readonly string[]>;
}

/** The step's key as a header's value: what a header cannot hold is percent-encoded. */
export function toHeader(key: string): string {
  return key.replaceAll(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text));
}
