/** The providers that there are: a provider is one line in the table. */
import type { ListedAs, Provider } from "./provider.ts";
import { addressIn } from "./regions.ts";

/** All providers, in the order in which they are listed. */
export const providers: readonly Provider[] = [
  {
    name: "anthropic",
    keyNames: ["ANTHROPIC_API_KEY"],
    baseUrlName: "ANTHROPIC_BASE_URL",
    baseUrl: "https://api.anthropic.com",
    wire: "messages",
    bare: /^claude-/,
    priced: (model) => [{ company: "anthropic", model }],
  },
  {
    name: "openai",
    keyNames: ["OPENAI_API_KEY"],
    baseUrlName: "OPENAI_BASE_URL",
    baseUrl: "https://api.openai.com/v1",
    wire: "responses",
    bare: /^gpt-/,
    priced: (model) => [{ company: "openai", model }],
  },
  {
    name: "github",
    keyNames: ["GITHUB_MODELS_TOKEN", "GITHUB_TOKEN"],
    baseUrlName: "GITHUB_MODELS_BASE_URL",
    baseUrl: "https://models.github.ai/inference",
    wire: "chat",
    listPath: "../catalog/models",
    wireModel: withPublisher,
    priced: (name) => publishers(withPublisher(name)),
    hints: {
      AUTH_FAILED:
        "give the job `permissions: models: read` and pass its token as `GITHUB_TOKEN`, or put a token with `models:read` into `GITHUB_MODELS_TOKEN`; then resume",
      CONTEXT_LENGTH_EXCEEDED:
        "GitHub Models takes short requests only unless it is paid for: send less, or call the model's own provider",
    },
  },
  {
    name: "bedrock",
    keyNames: ["AWS_BEARER_TOKEN_BEDROCK"],
    keyless: true,
    baseUrlName: "ANTHROPIC_BEDROCK_BASE_URL",
    baseUrl: (env) => addressIn("bedrock", env),
    cloud: "bedrock",
    wire: "messages",
    listPath: null,
    priced: (model) => [{ company: "aws", model }],
    hints: {
      AUTH_FAILED:
        "put a key into `AWS_BEARER_TOKEN_BEDROCK`, or let AWS find credentials that may invoke the model (`AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, `AWS_PROFILE`, a role); then resume",
    },
  },
  {
    name: "vertex",
    keyNames: ["GOOGLE_OAUTH_ACCESS_TOKEN"],
    keyless: true,
    baseUrlName: "ANTHROPIC_VERTEX_BASE_URL",
    baseUrl: (env) => addressIn("vertex", env),
    needs: ["ANTHROPIC_VERTEX_PROJECT_ID"],
    cloud: "vertex",
    wire: "messages",
    listPath: null,
    priced: (model) => [{ company: "google", model }],
    hints: {
      AUTH_FAILED:
        "put a token into `GOOGLE_OAUTH_ACCESS_TOKEN`, or let Google find credentials (`GOOGLE_APPLICATION_CREDENTIALS`, `gcloud auth application-default login`); then resume",
    },
  },
  {
    name: "openai-compatible",
    keyNames: ["OPENAI_COMPATIBLE_API_KEY"],
    keyless: true,
    baseUrlName: "OPENAI_COMPATIBLE_BASE_URL",
    wire: "chat",
    priced: (model, baseUrl) => {
      const url = URL.parse(baseUrl);
      if (url === null) return [];
      const azure: ListedAs[] = isAzure(baseUrl) ? [{ company: "openai", model }] : [];
      return [{ company: url, model }, ...azure];
    },
  },
];

/** True for an address of Azure, which takes its keys in a header of its own as well. */
export function isAzure(baseUrl: string): boolean {
  return /(?:^|\.)azure\.com$/.test(URL.parse(baseUrl)?.hostname ?? "");
}

/** GitHub's names begin with the publisher; of OpenAI's models it may be left out. */
function withPublisher(name: string): string {
  return /^(?:gpt-|o\d)/.test(name) ? `openai/${name}` : name;
}

/** What GitHub charges for OpenAI's models is what OpenAI does; the rest Azure serves. */
function publishers(name: string): ListedAs[] {
  const model = name.slice(name.indexOf("/") + 1);
  const azure = { company: "azure", model };
  return name.startsWith("openai/") ? [{ company: "openai", model }, azure] : [azure];
}
