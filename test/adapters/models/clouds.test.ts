import { expect, it } from "vitest";
import { createModels } from "#adapters/models/index.ts";
import { startBedrockServer, startVertexServer } from "#testing/loopback/clouds.ts";
import { ask, failureOf, generate, verdict } from "./wire.ts";

const signal = new AbortController().signal;
const opus = "us.anthropic.claude-opus-4-5-20251101-v1:0";

it("signs requests to Bedrock with keys of AWS where there is no key of Bedrock's own", async () => {
  await using server = await startBedrockServer([{ text: "Yes." }]);
  const env = {
    ANTHROPIC_BEDROCK_BASE_URL: server.url,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret-of-this-test",
    AWS_SESSION_TOKEN: "session-of-this-test",
    AWS_REGION: "eu-central-1",
  };

  const failure = await failureOf(
    createModels({ env }).generate(ask(`bedrock/${opus}`), { signal }),
  );

  const { headers } = server.requests[0]!;
  expect(headers["authorization"]).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/.*eu-central-1/,
  );
  expect(headers["x-amz-security-token"]).toBe("session-of-this-test");
  expect(failure).toMatchObject({ code: "AUTH_FAILED", statusCode: 401 });
  expect(failure.hint).toContain("AWS_BEARER_TOKEN_BEDROCK");
});

it("knows a model under the name that a cloud gives it", async () => {
  await using bedrock = await startBedrockServer([{ text: "Yes." }]);
  await using vertex = await startVertexServer([{ text: "Yes." }]);

  await generate(bedrock, ask(`bedrock/${opus}`, { reasoningEffort: "max" }));
  await generate(vertex, ask("vertex/claude-opus-4-1@20250805", { reasoningEffort: "max" }));

  expect(bedrock.requests[0]?.body).toMatchObject({ output_config: { effort: "high" } });
  expect(vertex.requests[0]?.body).toMatchObject({
    max_tokens: 32_000,
    thinking: { type: "enabled", budget_tokens: 16_000 },
  });
});

it("says the schema in words where a cloud has no schema mode yet", async () => {
  await using server = await startVertexServer(({ body }) =>
    body["output_config"] === undefined
      ? { text: "{}" }
      : { status: 400, message: "output_config: Extra inputs are not permitted" },
  );

  const { text } = await generate(server, ask("vertex/claude-sonnet-4-6", { schema: verdict }));

  expect(text).toBe("{}");
  expect(server.requests[1]?.body["system"]).toContain("Answer with exactly one JSON object");
});

it("misses the project of Vertex before a run", () => {
  expect(createModels({ env: {} }).check("vertex/claude-opus-5")?.message).toBe(
    "`vertex/claude-opus-5` can't be called: `ANTHROPIC_VERTEX_PROJECT_ID` is not set",
  );
});
