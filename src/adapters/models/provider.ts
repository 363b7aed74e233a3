/** A provider of models: the contract of one wire format behind the model port. */
import type { CallOptions, ModelRequest, ModelResponse } from "#core/ports/model.ts";
import type { Usage } from "#core/run/failure.ts";

/** Tokens of one call; `input_tokens` includes cache reads and writes. */
export type Tokens = Omit<Usage, "cost_usd" | "cost_source">;

/** What a provider answers; what it costs is added by the model port. */
export type ProviderResponse = Omit<ModelResponse, "usage" | "model"> & {
  /** The model's name as the provider says it. */
  readonly model: string;
  readonly tokens: Tokens;
};

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One provider. */
export interface Provider {
  /** The part of a model's name before the slash. */
  readonly name: string;
  /** The variable that must hold its key. */
  readonly keyName: string;
  /** The variable that moves its address. */
  readonly baseUrlName: string;
  /** Names without a provider that are understood as this one's. */
  readonly bare: RegExp;
  /** Makes one call; `model` is the name behind the slash. */
  generate(
    model: string,
    request: ModelRequest,
    options: ProviderOptions,
  ): Promise<ProviderResponse>;
}

/** What a provider is given besides the request. */
export interface ProviderOptions extends CallOptions {
  readonly env: Environment;
  /** Known names near a mistyped one. */
  readonly nearest: (model: string) => string | undefined;
}

/** The step's key as a header's value: what a header cannot hold is percent-encoded. */
export function toHeader(key: string): string {
  return key.replaceAll(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text));
}
