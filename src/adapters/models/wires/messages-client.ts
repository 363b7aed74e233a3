/** The client of Anthropic's package for Anthropic itself, and those for the clouds that serve its models. */
import type { Anthropic } from "@anthropic-ai/sdk";
import type { Connection } from "#adapters/models/provider.ts";
import { regionOf } from "#adapters/models/regions.ts";
import { watchSilence } from "#adapters/models/silence.ts";

/** What all clients can do. */
export interface MessagesClient {
  readonly messages: Pick<Anthropic["messages"], "stream">;
}

/** A client for one provider; each package is loaded when it is first needed. */
export async function createClient(connection: Connection): Promise<MessagesClient> {
  const { cloud } = connection.provider;
  if (cloud === "bedrock") return createBedrock(connection);
  return cloud === "vertex" ? createVertex(connection) : createAnthropic(connection);
}

/** Anthropic's own client, which can list models as well. */
export async function createAnthropic(connection: Connection): Promise<Anthropic> {
  const sdk = await import("@anthropic-ai/sdk");
  const { key } = connection;
  return new sdk.Anthropic({ ...optionsOf(connection), apiKey: key, authToken: null });
}

function optionsOf({ baseUrl, silenceMs }: Connection) {
  return {
    baseURL: baseUrl,
    maxRetries: 0,
    logLevel: "off",
    fetch: watchSilence(silenceMs, fetch),
  } as const;
}

/** A key of Bedrock, else keys of AWS, else whatever AWS finds on the machine (profile, role). */
async function createBedrock(connection: Connection): Promise<MessagesClient> {
  const { key, env } = connection;
  const { AnthropicBedrock } = await import("@anthropic-ai/bedrock-sdk");
  const options = { ...optionsOf(connection), awsRegion: regionOf("bedrock", env) };
  if (key !== "") return new AnthropicBedrock({ ...options, apiKey: key });
  const { AWS_ACCESS_KEY_ID: awsAccessKey = "", AWS_SECRET_ACCESS_KEY: awsSecretKey = "" } = env;
  if (awsAccessKey === "" || awsSecretKey === "") {
    return new AnthropicBedrock({ ...options, apiKey: null });
  }
  const awsSessionToken = env["AWS_SESSION_TOKEN"] ?? null;
  return new AnthropicBedrock({
    ...options,
    apiKey: null,
    awsAccessKey,
    awsSecretKey,
    awsSessionToken,
  });
}

/** A token of Google, else whatever Google's package finds on the machine. */
async function createVertex(connection: Connection): Promise<MessagesClient> {
  const { key, env } = connection;
  const { AnthropicVertex } = await import("@anthropic-ai/vertex-sdk");
  const options = {
    ...optionsOf(connection),
    projectId: env["ANTHROPIC_VERTEX_PROJECT_ID"] ?? null,
    region: regionOf("vertex", env),
  };
  if (key === "") return new AnthropicVertex(options);
  const { createTokenClient } = await import("./google-token.ts");
  return new AnthropicVertex({ ...options, authClient: createTokenClient(key) });
}
