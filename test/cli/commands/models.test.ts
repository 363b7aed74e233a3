import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { startChatServer, startGitHubModelsServer } from "#testing/loopback/chat.ts";
import { startOpenAiServer } from "#testing/loopback/openai.ts";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

interface Listed {
  readonly providers: readonly { readonly name: string; readonly state: string }[];
  readonly models: readonly {
    readonly model: string;
    readonly state: string;
    readonly listed: boolean | null;
    readonly price: object | null;
  }[];
}

const workflow = `agent a:
  model: "anthropic/claude-opus-4-8 | openai/gpt-5"

agent b:
  model: "openai-compatible/qwen3"

agent c:
  model: "simulate/any"

workflow w:
  entry: a
  a -> b
  b -> c
  c -> done
`;

function createWorkflow(): string {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), workflow);
  return cwd;
}

it("lists what every provider has, with prices", async () => {
  await using claude = await startAnthropicServer([], { models: ["claude-opus-4-8"] });
  await using gpt = await startOpenAiServer([], { models: ["gpt-5", "gpt-4.1"] });
  await using github = await startGitHubModelsServer([], { models: ["openai/gpt-4.1"] });
  await using own = await startChatServer([], { models: ["qwen3"] });
  const env = { ...claude.env, ...gpt.env, ...github.env, ...own.env };

  const said = await iter(["models", "--json"], { cwd: createFolder(), env });

  expect(said.code).toBe(0);
  const { providers, models } = documentOf(said) as Listed;
  expect(providers.map(({ name, state }) => [name, state])).toEqual([
    ["anthropic", "ready"],
    ["openai", "ready"],
    ["github", "ready"],
    ["bedrock", "unchecked"],
    ["vertex", "unconfigured"],
    ["openai-compatible", "ready"],
  ]);
  expect(models.map(({ model, price }) => [model, price])).toEqual([
    ["anthropic/claude-opus-4-8", { input: 5, output: 25, cache_read: 0.5, cache_write: 6.25 }],
    ["openai/gpt-4.1", { input: 2, output: 8, cache_read: 0.5, cache_write: 2 }],
    ["openai/gpt-5", { input: 1.25, output: 10, cache_read: 0.125, cache_write: 1.25 }],
    ["github/openai/gpt-4.1", { input: 2, output: 8, cache_read: 0.5, cache_write: 2 }],
    ["openai-compatible/qwen3", null],
  ]);
});

it("lists the models of a workflow, and what each of them lacks", async () => {
  await using claude = await startAnthropicServer([], { models: ["claude-opus-5"] });
  await using own = await startChatServer([], { models: ["qwen3"] });
  const env = { ...claude.env, ...own.env };

  const said = await iter(["models", "w.iter", "--json"], { cwd: createWorkflow(), env });

  const { providers, models } = documentOf(said) as Listed;
  expect(providers.map(({ name }) => name)).toEqual(["anthropic", "openai", "openai-compatible"]);
  expect(models.map(({ model, state, listed }) => [model, state, listed])).toEqual([
    ["anthropic/claude-opus-4-8", "not listed", false],
    ["openai/gpt-5", "unconfigured", null],
    ["openai-compatible/qwen3", "ready", true],
    ["simulate/any", "simulated", null],
  ]);
});

it("says it in words, with own prices and without the key", async () => {
  await using own = await startChatServer([], { models: ["qwen3"] });
  const cwd = createFolder();
  writeFileSync(join(cwd, "prices.json"), '{ "qwen3": { "input": 0.25, "output": 1 } }');

  const { out } = await iter(["models", "--store-dir", "."], { cwd, env: own.env });

  const lines = out.split("\n");
  expect(lines).toContainEqual(
    expect.stringMatching(/^anthropic +unconfigured +.*ANTHROPIC_API_KEY/),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^openai-compatible +ready +http:\/\/127\.0\.0\.1:\d+\/v1 with .*, 1 model$/,
    ),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^openai-compatible\/qwen3 +ready +0\.25 +1 +0\.25 +0\.25$/),
  );
  expect(out).not.toContain(own.env["OPENAI_COMPATIBLE_API_KEY"]);
});

it("asks nobody with --offline", async () => {
  await using gpt = await startOpenAiServer([]);

  const said = await iter(["models", "w.iter", "--offline", "--json"], {
    cwd: createWorkflow(),
    env: gpt.env,
  });

  const { models } = documentOf(said) as Listed;
  expect(models.find(({ model }) => model === "openai/gpt-5")?.state).toBe("unchecked");
  expect(gpt.requests).toEqual([]);
});

it("tells a refused key from a server that is not there, or does not answer", async () => {
  await using refusing = await startOpenAiServer([], { models: [] });
  await using silent = await startChatServer([], { models: "hang" });
  const gone = await startGitHubModelsServer([]);
  await gone.close();
  const env = { ...refusing.env, ...silent.env, ...gone.env, OPENAI_API_KEY: "sk-wrong-key-1234" };

  const said = await iter(["models", "--timeout", "200ms", "--json"], { cwd: createFolder(), env });

  const { providers } = documentOf(said) as Listed;
  expect(providers).toMatchObject([
    { name: "anthropic", state: "unconfigured" },
    { name: "openai", state: "refused" },
    { name: "github", state: "unreachable" },
    { name: "bedrock", state: "unchecked" },
    { name: "vertex", state: "unconfigured" },
    {
      name: "openai-compatible",
      state: "unreachable",
      error: "it did not answer within 200ms",
    },
  ]);
  expect(said.out).not.toContain("sk-wrong-key");
});

it("takes a server without a list for one that answers", async () => {
  await using own = await startChatServer([], { models: "none" });

  const said = await iter(["models", "--json"], { cwd: createFolder(), env: own.env });

  expect((documentOf(said) as Listed).providers.at(-1)).toMatchObject({
    state: "ready",
    models: null,
  });
});
