import { expect, it } from "vitest";
import { createModels } from "#adapters/models/index.ts";
import { startOpenAiServer } from "#testing/loopback/openai.ts";
import { ask, failureOf, generate } from "./wire.ts";

it("uses the loose schema mode where a field may be anything", async () => {
  const schema = { type: "object", properties: { meta: {} }, required: ["meta"] };
  await using server = await startOpenAiServer([{ text: "{}" }]);

  await generate(server, ask("gpt-5", { schema }));

  expect(server.requests[0]?.body["text"]).toEqual({
    format: { type: "json_schema", name: "answer", strict: false, schema },
  });
});

it("stores nothing at the provider, and asks reasoning models alone for their reasoning", async () => {
  await using server = await startOpenAiServer(() => ({ text: "Yes." }));
  for (const model of ["gpt-5-mini", "o3", "gpt-4o", "gpt-5-chat-latest"]) {
    await generate(server, ask(`openai/${model}`));
  }

  expect(server.requests.map(({ body }) => [body["store"], body["include"]])).toEqual([
    [false, ["reasoning.encrypted_content"]],
    [false, ["reasoning.encrypted_content"]],
    [false, undefined],
    [false, undefined],
  ]);
});

it("writes calls and results as items", async () => {
  await using server = await startOpenAiServer([{ text: "Yes." }]);
  const messages = [
    { role: "user", text: "Look." },
    {
      role: "assistant",
      text: "Sure.",
      toolCalls: [{ id: "t1", name: "repo.tree", input: { a: 1 } }],
    },
    { role: "tool", results: [{ id: "t1", name: "repo.tree", output: "a.ts", failed: false }] },
  ] as const;

  await generate(server, ask("gpt-5", { messages, system: "Be brief." }));

  expect(server.requests[0]?.body).toMatchObject({
    instructions: "Be brief.",
    input: [
      { role: "user", content: "Look." },
      { role: "assistant", content: "Sure." },
      { type: "function_call", call_id: "t1", name: "repo_tree", arguments: '{"a":1}' },
      { type: "function_call_output", call_id: "t1", output: "a.ts" },
    ],
  });
});

it("takes a nameless error in a stream as the provider's own trouble", async () => {
  await using server = await startOpenAiServer([{ text: "So", endsWithError: "error" }]);

  expect(await failureOf(generate(server, ask("gpt-5")))).toMatchObject({
    code: "PROVIDER_UNAVAILABLE",
    retryable: true,
  });
});

it("does not try again where the account has no credit", async () => {
  await using server = await startOpenAiServer([
    { status: 429, kind: "insufficient_quota", message: "You exceeded your current quota." },
  ]);

  const failure = await failureOf(generate(server, ask("gpt-5")));

  expect(failure).toMatchObject({ code: "RATE_LIMITED", retryable: false });
  expect(failure.hint).toContain("credit");
});

it.each([
  ["gpt-5", "extra_high", { effort: "high" }],
  ["gpt-5.4", "extra_high", { effort: "xhigh" }],
  ["gpt-5.4", "max", { effort: "xhigh" }],
  ["gpt-5.6-sol", "max", { effort: "max" }],
  ["o3", "max", { effort: "high" }],
  ["gpt-4.1", "high", undefined],
] as const)("asks %s for the level %s as far as it goes", async (model, effort, reasoning) => {
  await using server = await startOpenAiServer([{ text: "Yes." }]);

  await generate(server, ask(`openai/${model}`, { reasoningEffort: effort }));

  expect(server.requests[0]?.body["reasoning"]).toEqual(reasoning);
});

it("finds the version of an API in the address, as Azure wants it", async () => {
  await using server = await startOpenAiServer([{ text: "Yes." }]);
  const url = `${server.env["OPENAI_BASE_URL"] ?? ""}?api-version=preview`;
  const models = createModels({ env: { ...server.env, OPENAI_BASE_URL: url } });

  await models.generate(ask("gpt-5"), { signal: new AbortController().signal });

  expect(server.requests[0]).toMatchObject({
    path: "/v1/responses",
    query: "?api-version=preview",
  });
});
