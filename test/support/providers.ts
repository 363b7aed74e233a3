/** Every provider with the server that plays it, for tests that hold of all. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { startChatServer, startGitHubModelsServer } from "#testing/loopback/chat.ts";
import { startBedrockServer, startVertexServer } from "#testing/loopback/clouds.ts";
import { startOpenAiServer } from "#testing/loopback/openai.ts";
import type { Loopback, WireScript } from "#testing/loopback/server.ts";

/** A provider, its server, and a model. */
export interface Subject {
  readonly name: string;
  readonly model: string;
  /** Whose prices it has, and under what name; null if nobody knows. */
  readonly priced: { readonly company: string; readonly model: string } | null;
  readonly start: (script: WireScript) => Promise<Loopback>;
  readonly keyName: string;
  readonly baseUrlName: string;
  /** What it says of a conversation that is too long. */
  readonly tooLong: { readonly status: number; readonly message: string };
  /** Its word for trouble of its own in the middle of a stream. */
  readonly trouble: string;
  /** Whose form the thoughts or items have that must be sent back to it; null if it has none. */
  readonly native: string | null;
  /** What it advises when a model's name has a letter too many. */
  readonly nearest: string;
  /** Where a request holds the level of reasoning, and what stands there. */
  readonly efforts: (body: Fields) => Value | undefined;
  readonly levels: readonly string[];
  /** The part of a request that asks for an answer by a schema. */
  readonly format: (schema: Fields) => Fields;
}

const chat = {
  tooLong: {
    status: 400,
    message: "This model's maximum context length is 8192 tokens, you asked for 9000.",
  },
  trouble: "server_error",
  native: null,
  nearest: "`iter models` lists what",
  efforts: (body: Fields) => body["reasoning_effort"],
  levels: ["low", "high", "high"],
  format: (schema: Fields) => ({
    response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } },
  }),
};

const messages = {
  tooLong: { status: 400, message: "prompt is too long: 210000 tokens > 200000 maximum" },
  trouble: "overloaded_error",
  native: "anthropic",
  efforts: ({ output_config: config }: Fields) => (isFields(config) ? config["effort"] : undefined),
  levels: ["low", "high", "max"],
  format: (schema: Fields) => ({ output_config: { format: { type: "json_schema", schema } } }),
};

/** All providers that there are. */
export const subjects: readonly Subject[] = [
  {
    ...messages,
    name: "anthropic",
    model: "anthropic/claude-sonnet-4-6",
    priced: { company: "anthropic", model: "claude-sonnet-4-6" },
    nearest: "did you mean `anthropic/claude-sonnet-4-6`?",
    start: startAnthropicServer,
    keyName: "ANTHROPIC_API_KEY",
    baseUrlName: "ANTHROPIC_BASE_URL",
  },
  {
    ...messages,
    name: "bedrock",
    model: "bedrock/us.anthropic.claude-sonnet-4-6-v1:0",
    priced: { company: "aws", model: "us.anthropic.claude-sonnet-4-6-v1:0" },
    nearest: "against bedrock's list",
    start: startBedrockServer,
    keyName: "AWS_BEARER_TOKEN_BEDROCK",
    baseUrlName: "ANTHROPIC_BEDROCK_BASE_URL",
  },
  {
    ...messages,
    name: "vertex",
    model: "vertex/claude-sonnet-4-6",
    priced: { company: "google", model: "claude-sonnet-4-6" },
    nearest: "did you mean `vertex/claude-sonnet-4-6`?",
    start: startVertexServer,
    keyName: "GOOGLE_OAUTH_ACCESS_TOKEN",
    baseUrlName: "ANTHROPIC_VERTEX_BASE_URL",
  },
  {
    name: "openai",
    model: "openai/gpt-5",
    priced: { company: "openai", model: "gpt-5" },
    start: startOpenAiServer,
    keyName: "OPENAI_API_KEY",
    baseUrlName: "OPENAI_BASE_URL",
    tooLong: { status: 400, message: "Your input exceeds the context window of this model." },
    trouble: "server_error",
    native: "openai",
    nearest: "did you mean `openai/gpt-5`?",
    efforts: ({ reasoning }) => (isFields(reasoning) ? reasoning["effort"] : undefined),
    levels: ["low", "high", "high"],
    format: (schema) => ({
      text: { format: { type: "json_schema", name: "answer", strict: true, schema } },
    }),
  },
  {
    ...chat,
    name: "github",
    model: "github/openai/gpt-5-mini",
    priced: { company: "openai", model: "gpt-5-mini" },
    nearest: "did you mean `github/gpt-5-mini`?",
    start: startGitHubModelsServer,
    keyName: "GITHUB_TOKEN",
    baseUrlName: "GITHUB_MODELS_BASE_URL",
    tooLong: {
      status: 413,
      message: "Request body too large for gpt-5-mini. Max size: 4000 tokens.",
    },
  },
  {
    ...chat,
    name: "openai-compatible",
    model: "openai-compatible/qwen3",
    priced: null,
    start: startChatServer,
    keyName: "OPENAI_COMPATIBLE_API_KEY",
    baseUrlName: "OPENAI_COMPATIBLE_BASE_URL",
  },
];
