import { expect, it } from "vitest";
import { ask, generate, verdict } from "./wire.ts";
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

  expect(server.requests.map(({ body }) => body["max_tokens"])).toEqual([4096, 8192, 32000]);
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
