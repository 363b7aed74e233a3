import { expect, it } from "vitest";
import { ask, failureOf, generate, verdict } from "./wire.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";

it.each([
  ["a field may be anything", "claude-sonnet-4-6", { meta: {} }],
  [
    "the model is too old for a schema mode",
    "claude-3-5-haiku-latest",
    { ok: { type: "boolean" } },
  ],
])("tells the schema in words where %s", async (_why, model, properties) => {
  const schema = { type: "object", properties, required: Object.keys(properties) };
  await using server = await startAnthropicServer([{ text: "{}" }]);

  await generate(server, ask(`anthropic/${model}`, { schema, system: "Be brief." }));

  const { body } = server.requests[0]!;
  expect(body).not.toHaveProperty("output_config");
  expect(body["system"]).toMatch(/^Be brief\.\n\nAnswer with exactly one JSON object/);
  expect(body["system"]).toContain(JSON.stringify(schema));
});

it("asks of each model no more than it can answer", async () => {
  await using server = await startAnthropicServer(() => ({ text: "Yes." }));
  for (const model of ["claude-3-haiku-20240307", "claude-3-5-haiku-latest", "claude-opus-5"]) {
    await generate(server, ask(`anthropic/${model}`));
  }

  expect(server.requests.map(({ body }) => body["max_tokens"])).toEqual([4096, 8192, 64000]);
});

it("keeps tools defined but closed where a conversation that used them goes on without", async () => {
  await using server = await startAnthropicServer([{ text: "Yes." }]);
  const messages = [
    { role: "user", text: "Look." },
    { role: "assistant", text: "", toolCalls: [{ id: "t1", name: "repo.tree", input: {} }] },
    { role: "tool", results: [{ id: "t1", name: "repo.tree", output: "no", failed: true }] },
  ] as const;

  await generate(server, ask("claude-opus-5", { messages }));

  expect(server.requests[0]?.body).toMatchObject({
    tools: [{ name: "repo_tree", input_schema: { type: "object" } }],
    tool_choice: { type: "none" },
    messages: [
      { role: "user", content: "Look." },
      {
        role: "assistant",
        content: [{ type: "tool_use", id: "t1", name: "repo_tree", input: {} }],
      },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "t1", content: "no", is_error: true }],
      },
    ],
  });
});

it("leaves out an answer that said nothing", async () => {
  await using server = await startAnthropicServer([{ text: "Yes." }]);
  const messages = [
    { role: "user", text: "Well?" },
    { role: "assistant", text: "", toolCalls: [] },
    { role: "user", text: "Say something." },
  ] as const;

  await generate(server, ask("claude-opus-5", { messages }));

  expect(server.requests[0]?.body["messages"]).toEqual([
    { role: "user", content: "Well?" },
    { role: "user", content: "Say something." },
  ]);
});

it("counts what was written into the cache as input", async () => {
  const usage = { input: 10, cacheRead: 20, cacheWrite: 30, output: 5 };
  await using server = await startAnthropicServer([{ text: "Yes.", usage }]);

  const response = await generate(server, ask("claude-opus-4-8"));

  expect(response.usage).toMatchObject({
    input_tokens: 60,
    cache_read_tokens: 20,
    cache_write_tokens: 30,
    output_tokens: 5,
  });
  expect(response.usage.cost_usd).toBeCloseTo((10 * 5 + 20 * 0.5 + 30 * 6.25 + 5 * 25) / 1e6, 12);
});

it("closes every object of a schema, at any depth", async () => {
  await using server = await startAnthropicServer([{ text: "{}" }]);
  const schema = { type: "object", properties: { inner: verdict }, required: [] };

  await generate(server, ask("claude-opus-5", { schema }));

  expect(server.requests[0]?.body["output_config"]).toEqual({
    format: {
      type: "json_schema",
      schema: {
        type: "object",
        properties: { inner: { ...verdict, additionalProperties: false } },
        required: ["inner"],
        additionalProperties: false,
      },
    },
  });
});

it.each([
  ["claude-opus-5", "extra_high", { type: "adaptive" }, { effort: "xhigh" }],
  ["claude-sonnet-4-6", "extra_high", { type: "adaptive" }, { effort: "high" }],
  ["claude-opus-4-5", "max", undefined, { effort: "high" }],
  ["claude-sonnet-4-5", "low", { type: "enabled", budget_tokens: 4000 }, undefined],
  ["claude-opus-4-1", "max", { type: "enabled", budget_tokens: 16000 }, undefined],
  ["claude-3-5-haiku-latest", "high", undefined, undefined],
] as const)("tells %s to think %s in its own terms", async (model, effort, thinking, config) => {
  await using server = await startAnthropicServer([{ text: "Yes." }]);

  await generate(server, ask(`anthropic/${model}`, { reasoningEffort: effort }));

  const { body } = server.requests[0]!;
  expect([body["thinking"], body["output_config"]]).toEqual([thinking, config]);
});

it("asks for no thoughts in the middle of tool calls that were made without any", async () => {
  await using server = await startAnthropicServer([{ text: "Yes." }]);
  const messages = [
    { role: "user", text: "Look." },
    { role: "assistant", text: "", toolCalls: [{ id: "t1", name: "tree", input: {} }] },
    { role: "tool", results: [{ id: "t1", name: "tree", output: "a", failed: false }] },
  ] as const;

  await generate(server, ask("claude-sonnet-4-5", { messages, reasoningEffort: "high" }));

  expect(server.requests[0]?.body).not.toHaveProperty("thinking");
});

const long = "word ".repeat(1000);
const mark = { type: "ephemeral" };
const tree = { name: "tree", description: "Lists.", inputSchema: { type: "object" } };

it("lets long instructions be kept in the cache, and the conversation while it goes on", async () => {
  await using server = await startAnthropicServer(() => ({ text: "Yes." }));
  const messages = [{ role: "user", text: long }] as const;

  await generate(server, ask("claude-opus-5", { system: long }));
  await generate(server, ask("claude-opus-5", { tools: [tree], messages }));
  await generate(server, ask("claude-opus-5", { tools: [{ ...tree, description: long }] }));

  const [alone, talking, described] = server.requests.map(({ body }) => body);
  expect(alone).toMatchObject({
    system: [{ type: "text", text: long, cache_control: mark }],
    messages: [{ role: "user", content: "Is it good?" }],
  });
  expect(talking).toMatchObject({
    messages: [{ role: "user", content: [{ type: "text", text: long, cache_control: mark }] }],
  });
  expect(JSON.stringify(talking?.["tools"])).not.toContain("cache_control");
  expect(described).toMatchObject({ tools: [{ name: "tree", cache_control: mark }] });
});

it("marks what tools gave as the end of a conversation", async () => {
  await using server = await startAnthropicServer([{ text: "Yes." }]);
  const messages = [
    { role: "user", text: "Look." },
    { role: "assistant", text: "", toolCalls: [{ id: "t1", name: "tree", input: {} }] },
    { role: "tool", results: [{ id: "t1", name: "tree", output: long, failed: false }] },
  ] as const;

  await generate(server, ask("claude-opus-5", { messages }));

  expect(server.requests[0]?.body["messages"]).toMatchObject([
    { role: "user" },
    { role: "assistant" },
    { role: "user", content: [{ type: "tool_result", cache_control: mark }] },
  ]);
});

it("keeps nothing short", async () => {
  await using server = await startAnthropicServer([{ text: "Yes." }]);

  await generate(server, ask("claude-opus-5", { tools: [tree], system: "Be brief." }));

  expect(JSON.stringify(server.requests[0]?.body)).not.toContain("cache_control");
});

it("tells an answer that filled the model's window from one that was cut off", async () => {
  const usage = { input: 190_000, output: 10_000 };
  await using server = await startAnthropicServer([{ text: "So", finish: "window", usage }]);

  const failure = await failureOf(generate(server, ask("claude-opus-4-8")));

  expect(failure).toMatchObject({ code: "CONTEXT_LENGTH_EXCEEDED", retryable: false });
  expect(failure.message).toContain("200000 tokens");
  expect(failure.usage).toMatchObject({ input_tokens: 190_000, cost_source: "computed" });
});

it("does not try again where the account has no credit", async () => {
  const message = "Your credit balance is too low to access the Anthropic API.";
  await using server = await startAnthropicServer([{ status: 400, message }]);

  const failure = await failureOf(generate(server, ask("claude-opus-5")));

  expect(failure).toMatchObject({ code: "RATE_LIMITED", retryable: false });
  expect(failure.hint).toContain("credit");
});
