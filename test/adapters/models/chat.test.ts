import { expect, it } from "vitest";
import { createModels } from "#adapters/models/index.ts";
import { startChatServer, startGitHubModelsServer } from "#testing/loopback/chat.ts";
import type { WireReply } from "#testing/loopback/server.ts";
import { ask, failureOf, generate, verdict } from "./wire.ts";

const signal = new AbortController().signal;
const model = "openai-compatible/qwen3";
const answer = '{"ok":true,"risk":"low","files":[]}';

it("sends no key where there is none", async () => {
  await using server = await startChatServer([{ status: 401, message: "who is there?" }]);
  const env = { OPENAI_COMPATIBLE_BASE_URL: server.env["OPENAI_COMPATIBLE_BASE_URL"] };

  const failure = await failureOf(createModels({ env }).generate(ask(model), { signal }));

  expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
  expect(failure).toMatchObject({ code: "AUTH_FAILED" });
  expect(failure.hint).toContain("OPENAI_COMPATIBLE_API_KEY");
});

it("misses the address of a server before a run", () => {
  expect(createModels({ env: {} }).check(model)).toEqual({
    message: `\`${model}\` can't be reached: \`OPENAI_COMPATIBLE_BASE_URL\` is not set`,
    hint: "put the server's address into `OPENAI_COMPATIBLE_BASE_URL`, such as `http://localhost:11434/v1`",
  });
});

it("names the schema in words as well, for servers that take the schema mode and ignore it", async () => {
  await using server = await startChatServer([{ text: answer }]);

  await generate(server, ask(model, { schema: verdict, system: "Be brief." }));

  const [system] = server.requests[0]!.body["messages"] as { content: string }[];
  expect(system?.content).toMatch(/^Be brief\.\n\nAnswer with exactly one JSON object/);
});

it("does without the schema mode where a server refuses it, and asks for it only once", async () => {
  await using server = await startChatServer(({ body }) =>
    body["response_format"] === undefined
      ? { text: answer }
      : { status: 400, message: "response_format json_schema is not supported by this model" },
  );
  const models = createModels({ env: server.env });

  const first = await models.generate(ask(model, { schema: verdict }), { signal });
  await models.generate(ask(model, { schema: verdict }), { signal });

  expect(first.text).toBe(answer);
  expect(server.requests.map(({ body }) => "response_format" in body)).toEqual([
    true,
    false,
    false,
  ]);
});

it.each([
  ["stream_options", "Unrecognized request argument supplied: stream_options", {}],
  [
    "reasoning_effort",
    "Unsupported parameter: 'reasoning_effort'",
    { reasoningEffort: "high" as const },
  ],
])("does without %s where a server does not know it", async (extra, message, some) => {
  const replies: WireReply[] = [{ status: 400, message }, { text: "Yes." }];
  await using server = await startChatServer(replies);

  const { text } = await generate(server, ask(model, some));

  expect(text).toBe("Yes.");
  expect(server.requests.map(({ body }) => extra in body)).toEqual([true, false]);
});

it("gives up when a server goes on refusing", async () => {
  const message = "response_format is not supported";
  await using server = await startChatServer(() => ({ status: 400, message }));

  const failure = await failureOf(generate(server, ask(model, { schema: verdict })));

  expect(failure).toMatchObject({ code: "EXECUTION_FAILED", statusCode: 400 });
  expect(server.requests).toHaveLength(2);
});

it("says that the cost is unknown where a server does not count", async () => {
  await using server = await startChatServer(({ body }) =>
    body["stream_options"] === undefined
      ? { text: "Yes." }
      : { status: 400, message: "unknown field `stream_options`" },
  );
  const prices = { qwen3: { input: 1, output: 1 } };
  const models = createModels({ env: server.env, prices });

  const { usage } = await models.generate(ask(model), { signal });

  expect(usage).toMatchObject({ input_tokens: 0, cost_usd: 0, cost_source: "unknown" });
});

it("leaves out thoughts that stand before the answer", async () => {
  await using server = await startChatServer([{ text: `<think>\nHm.\n</think>\n\n${answer}` }]);

  expect((await generate(server, ask(model))).text).toBe(answer);
});

it("writes calls and results as messages", async () => {
  await using server = await startChatServer([{ text: "Yes." }]);
  const messages = [
    { role: "user", text: "Look." },
    {
      role: "assistant",
      text: "Sure.",
      toolCalls: [{ id: "t1", name: "repo.tree", input: { a: 1 } }],
    },
    { role: "tool", results: [{ id: "t1", name: "repo.tree", output: "a.ts", failed: false }] },
    { role: "assistant", text: "", toolCalls: [] },
  ] as const;

  await generate(server, ask(model, { messages, system: "Be brief." }));

  const call = {
    id: "t1",
    type: "function",
    function: { name: "repo_tree", arguments: '{"a":1}' },
  };
  expect(server.requests[0]?.body["messages"]).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Look." },
    { role: "assistant", content: "Sure.", tool_calls: [call] },
    { role: "tool", tool_call_id: "t1", content: "a.ts" },
  ]);
});

it.each([
  ["gpt-4.1", "openai/gpt-4.1"],
  ["openai/gpt-4.1", "openai/gpt-4.1"],
  ["deepseek/DeepSeek-R1", "deepseek/DeepSeek-R1"],
])("calls github/%s %s at GitHub", async (name, wire) => {
  await using server = await startGitHubModelsServer([{ text: "Yes." }]);

  const response = await generate(server, ask(`github/${name}`));

  expect(server.requests[0]?.body["model"]).toBe(wire);
  expect(response.model).toBe(`github/${wire}`);
});

it("names the permission that a job needs for GitHub's models", async () => {
  await using server = await startGitHubModelsServer([
    { status: 403, kind: "no_access", message: "No access to model: openai/gpt-4.1" },
  ]);

  const failure = await failureOf(generate(server, ask("github/gpt-4.1")));

  expect(failure).toMatchObject({ code: "AUTH_FAILED", retryable: false });
  expect(failure.hint).toContain("models: read");
});

it("prefers the token that is meant for models", async () => {
  await using server = await startGitHubModelsServer([{ text: "Yes." }]);
  const { GITHUB_TOKEN: token = "" } = server.env;
  const env = { ...server.env, GITHUB_TOKEN: "another-token", GITHUB_MODELS_TOKEN: token };

  const { text } = await createModels({ env }).generate(ask("github/gpt-4.1"), { signal });

  expect(text).toBe("Yes.");
});

it.each([
  [404, 'model "qwen3" not found, try pulling it first', "MODEL_UNKNOWN"],
  [404, "The model `qwen3` does not exist.", "MODEL_UNKNOWN"],
  [400, "Invalid model name passed in model=qwen3", "MODEL_UNKNOWN"],
  [402, "Insufficient credits", "RATE_LIMITED"],
  [400, "the request exceeds the available context size", "CONTEXT_LENGTH_EXCEEDED"],
])("understands what a server says with %i: %s", async (status, message, code) => {
  await using server = await startChatServer([{ status, message }]);

  const failure = await failureOf(generate(server, ask(model)));

  expect(failure).toMatchObject({ code, retryable: false });
});

it.each([
  ["`message`", { object: "error", message: "no such model" }],
  ["`detail`", { detail: "no such model" }],
  ["`error`", { error: "no such model" }],
])("finds the reason of a refusal in %s", async (_where, json) => {
  await using server = await startChatServer([{ status: 400, json }]);

  expect(await failureOf(generate(server, ask(model)))).toMatchObject({ code: "MODEL_UNKNOWN" });
});

it("says that a filter refused the prompt", async () => {
  await using server = await startChatServer([
    { status: 400, kind: "content_filter", message: "The prompt was filtered." },
  ]);

  const failure = await failureOf(generate(server, ask(model)));

  expect(failure).toMatchObject({ code: "EXECUTION_FAILED", retryable: false });
  expect(failure.hint).toContain("filter");
});

it("knows what a server of a known company costs", () => {
  const hasPrice = (url: string, name: string): boolean =>
    createModels({ env: { OPENAI_COMPATIBLE_BASE_URL: url } }).hasPrice(
      `openai-compatible/${name}`,
    );

  expect(hasPrice("https://house.openai.azure.com/openai/v1", "gpt-4.1")).toBe(true);
  expect(hasPrice("https://house.openai.azure.com/openai/v1", "gpt-5.4")).toBe(true);
  expect(hasPrice("https://api.mistral.ai/v1", "mistral-large-latest")).toBe(true);
  expect(hasPrice("http://localhost:11434/v1", "gpt-4.1")).toBe(false);
});
