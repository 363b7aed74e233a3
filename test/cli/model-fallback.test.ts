/** Several models for one node, over the wire. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { startChatServer } from "#testing/loopback/chat.ts";
import { startOpenAiServer } from "#testing/loopback/openai.ts";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

function createWorkflow(model: string, rest = ""): string {
  const cwd = createFolder();
  const text = `agent a:\n  model: "${model}"\n\nworkflow w:\n  entry: a\n${rest}  a -> done\n`;
  writeFileSync(join(cwd, "w.iter"), text);
  return cwd;
}

interface Told {
  readonly events: readonly { readonly type: string; readonly data?: object }[];
}

it("goes on with the next model when a key is refused, and charges the one that answered", async () => {
  await using claude = await startAnthropicServer([]);
  await using gpt = await startOpenAiServer([{ text: "Yes.", usage: { input: 1000, output: 10 } }]);
  const cwd = createWorkflow("anthropic/claude-opus-5 | openai/gpt-5");
  const env = { ...claude.env, ...gpt.env, ANTHROPIC_API_KEY: "sk-ant-refused-0123456789" };

  const said = await iter(["run", "w.iter", "--run-id", "r1", "--json"], { cwd, env });
  const log = await iter(["inspect", "--run-id", "r1", "--events", "--json"], { cwd, env });

  expect(said.code, said.err).toBe(0);
  expect(documentOf(said)).toMatchObject({
    output: { text: "Yes." },
    usage: { cost_usd: (1000 * 1.25 + 10 * 10) / 1e6 },
  });
  const { events } = documentOf(log) as Told;
  expect(events.filter(({ type }) => type === "llm_fallback").map(({ data }) => data)).toEqual([
    expect.objectContaining({
      step: "model:0+1",
      from: "anthropic/claude-opus-5",
      to: "openai/gpt-5",
      code: "AUTH_FAILED",
    }),
  ]);
  expect(said.err).toContain("a goes from anthropic/claude-opus-5 to openai/gpt-5");
  expect(log.out).not.toContain("sk-ant-refused");
});

it("begins if one of the models can be called, and says what the others lack", async () => {
  await using own = await startChatServer([{ text: "Yes." }]);
  const cwd = createWorkflow("openai/gpt-5 | openai-compatible/qwen3");

  const said = await iter(["run", "w.iter"], { cwd, env: own.env });

  expect(said.code, said.err).toBe(0);
  expect(said.err).toContain("`a` goes without one model: `openai/gpt-5` needs a key");
});

it("refuses a run if none of them can be", async () => {
  const cwd = createWorkflow("openai/gpt-5 | openai-compatible/qwen3");

  const said = await iter(["run", "w.iter"], { cwd });

  expect(said.code).toBe(2);
  expect(said.err).toContain("`a` can't run: `openai/gpt-5` needs a key");
});

it("wants to know the price of each where the cost is limited", async () => {
  await using own = await startChatServer([]);
  const cwd = createWorkflow(
    "openai/gpt-5 | openai-compatible/qwen3",
    "  budget:\n    max_cost_usd: 1\n",
  );

  const said = await iter(["run", "w.iter"], { cwd, env: own.env });

  expect(said.code).toBe(2);
  expect(said.err).toContain("no known price for `openai-compatible/qwen3` of `a`");
});
