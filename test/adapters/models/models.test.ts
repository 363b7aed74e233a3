import { expect, it } from "vitest";
import type { ModelPort, ModelResponse } from "#core/ports/model.ts";
import { noUsage } from "#core/run/failure.ts";
import { createModels } from "#adapters/models/index.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { startOpenAiServer } from "#testing/loopback/openai.ts";
import { ask, failureOf } from "./wire.ts";

const keys = { ANTHROPIC_API_KEY: "a", OPENAI_API_KEY: "o" };
const signal = new AbortController().signal;

it("sends bare names to the provider that they belong to", async () => {
  await using claude = await startAnthropicServer([{ text: "Claude." }]);
  await using gpt = await startOpenAiServer([{ text: "GPT." }]);
  const models = createModels({ env: { ...claude.env, ...gpt.env } });

  const first = await models.generate(ask("claude-opus-5"), { signal });
  const second = await models.generate(ask("gpt-5"), { signal });

  expect([first.model, first.text]).toEqual(["anthropic/claude-opus-5", "Claude."]);
  expect([second.model, second.text]).toEqual(["openai/gpt-5", "GPT."]);
});

it.each(["anthropic/claude-opus-5", "claude-opus-5", "openai/gpt-5", "gpt-5", "openai/any"])(
  "has nothing against %s if there is a key",
  (model) => {
    expect(createModels({ env: keys }).check(model)).toBeUndefined();
  },
);

it.each([
  ["anthropic/claude-opus-5", "ANTHROPIC_API_KEY"],
  ["gpt-5", "OPENAI_API_KEY"],
])("misses the key of %s before a run", (model, variable) => {
  const models = createModels({ env: { [variable]: "" } });

  expect(models.check(model)).toEqual({
    message: `\`${model}\` needs a key: \`${variable}\` is not set`,
    hint: `set \`${variable}\`, or try the workflow out with \`--simulate\``,
  });
});

it.each(["two\nlines", "schlüssel", "a b"])("finds before a run that %j is no key", async (key) => {
  const models = createModels({ env: { OPENAI_API_KEY: key } });

  const failure = await failureOf(models.generate(ask("gpt-5"), { signal }));

  expect(models.check("gpt-5")).toEqual({
    message: "`gpt-5` needs a key: what `OPENAI_API_KEY` holds has characters that no key has",
    hint: "copy the key into `OPENAI_API_KEY` again, without blanks and line breaks",
  });
  expect(failure).toMatchObject({ code: "AUTH_FAILED", retryable: false });
  expect(JSON.stringify(failure)).not.toContain(JSON.stringify(key).slice(1, -1));
});

it("takes a key without the end of the line that it was pasted with", async () => {
  await using server = await startOpenAiServer([{ text: "Yes." }]);
  const key = `${server.env["OPENAI_API_KEY"] ?? ""}\n`;
  const models = createModels({ env: { ...server.env, OPENAI_API_KEY: key } });

  expect(await models.generate(ask("gpt-5"), { signal })).toMatchObject({ text: "Yes." });
  expect(createModels({ env: { OPENAI_API_KEY: " \n" } }).check("gpt-5")?.message).toContain(
    "is not set",
  );
});

it.each([
  ["claude-opus-5", "ANTHROPIC_BASE_URL", "gateway.example"],
  ["gpt-5", "OPENAI_BASE_URL", "ftp://user:password@example"],
])("finds before a run that %s has no address", (model, variable, address) => {
  const fault = createModels({ env: { ...keys, [variable]: address } }).check(model);

  expect(fault?.message).toBe(
    `\`${model}\` can't be reached: \`${variable}\` holds no address of a server`,
  );
  expect(createModels({ env: { ...keys, [variable]: "" } }).check(model)).toBeUndefined();
});

it.each([
  ["antropic/claude-opus-5", "did you mean `anthropic/claude-opus-5`?"],
  [
    "cohere/some",
    "there are `anthropic/…`, `openai/…`, `github/…`, `bedrock/…`, `vertex/…`, `openai-compatible/…`, and with `--simulate` any",
  ],
  [
    "llama",
    "there are `anthropic/…`, `openai/…`, `github/…`, `bedrock/…`, `vertex/…`, `openai-compatible/…`, and with `--simulate` any",
  ],
  ["anthropic/", "name a model behind the slash"],
  ["simulate/any", "run with `--simulate`"],
])("says of %s what there is", (model, hint) => {
  expect(createModels({ env: keys }).check(model)?.hint).toContain(hint);
});

it("fails a call that could have been checked before", async () => {
  const models = createModels({ env: {} });

  expect(await failureOf(models.generate(ask("gpt-5"), { signal }))).toMatchObject({
    code: "AUTH_FAILED",
    retryable: false,
  });
  expect(await failureOf(models.generate(ask("gitlab/some"), { signal }))).toMatchObject({
    code: "MODEL_UNKNOWN",
  });
});

it("leaves simulated models to the simulator", async () => {
  const answer: ModelResponse = {
    model: "simulate/any",
    text: "made up",
    toolCalls: [],
    finishReason: "stop",
    usage: noUsage,
  };
  const seen: number[] = [];
  const simulated: ModelPort = {
    generate: () => Promise.resolve(answer),
    hasPrice: () => true,
    check: () => undefined,
    observe: ({ seq }) => seen.push(seq),
  };
  const models = createModels({ env: {}, simulated });

  models.observe?.({ seq: 3, timestamp: "", type: "run_paused", run_id: "x" });

  expect(models.check("simulate/any")).toBeUndefined();
  expect(await models.generate(ask("simulate/any"), { signal })).toBe(answer);
  expect(seen).toEqual([3]);
});

it("knows the prices of known models, and those that it is told", () => {
  const models = createModels({
    env: keys,
    prices: { "openai/house": { input: 1, output: 2 }, "house-2": { input: 1, output: 2 } },
  });
  const known = (model: string): boolean => models.hasPrice(model);

  expect(
    ["anthropic/claude-opus-5", "gpt-5", "openai/house", "openai/house-2", "simulate/any"].map(
      known,
    ),
  ).toEqual([true, true, true, true, true]);
  expect(["openai/mystery", "openai-compatible/house-model", "openai/"].map(known)).toEqual([
    false,
    false,
    false,
  ]);
});

it("charges own prices before known ones", async () => {
  const usage = { input: 100, cacheRead: 50, output: 10 };
  await using server = await startOpenAiServer([{ text: "Yes.", usage }]);
  const prices = { "gpt-5": { input: 1_000_000, output: 2_000_000, cache_read: 100_000 } };
  const models = createModels({ env: server.env, prices });

  const { usage: charged } = await models.generate(ask("gpt-5"), { signal });

  expect(charged).toMatchObject({ cost_usd: 100 + 5 + 20, cost_source: "computed" });
});

it("says that a cost is unknown", async () => {
  await using server = await startOpenAiServer([{ text: "Yes.", usage: { input: 100 } }]);
  const models = createModels({ env: server.env });

  const { usage } = await models.generate(ask("openai/mystery"), { signal });

  expect(usage).toMatchObject({ input_tokens: 100, cost_usd: 0, cost_source: "unknown" });
});
