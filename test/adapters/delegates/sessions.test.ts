/** Conversations of the real programs go on in a home that has never seen them. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import { objectSchema } from "#core/graph/json-schema.ts";
import { createPrices } from "#adapters/models/prices.ts";
import type { WireReply, WireRequest } from "#testing/loopback/server.ts";
import { openDelegateWorld } from "#support/delegate-world.ts";
import { installPrograms } from "#support/programs.ts";

vi.setConfig({ testTimeout: 120_000 });
beforeAll(installPrograms, 300_000);

/** What a server was told in its last request. */
function told(request: WireRequest | undefined): string {
  return JSON.stringify(request?.body["messages"] ?? request?.body["input"]);
}

const asks: Readonly<Record<string, WireReply>> = {
  claude_code: {
    toolCalls: [
      {
        name: "mcp__iter__ask_user",
        input: {
          question: "Which colour?",
          fields: { colour: { type: "string", enum: ["red", "blue"] } },
        },
      },
    ],
    usage: { input: 100, output: 10 },
  },
  codex: {
    toolCalls: [
      {
        name: "ask_user",
        namespace: "mcp__iter",
        input: {
          question: "Which colour?",
          fields: { colour: { type: "string", enum: ["red", "blue"] } },
        },
      },
    ],
    usage: { input: 100, output: 10 },
  },
};

describe.each([
  // 2,000 tokens in and 20 out at 3 and 15, or at 1.25 and 10 dollars a million.
  { backend: "claude_code", model: "claude-sonnet-4-5", cost: 0.0063 },
  { backend: "codex", model: "gpt-5", cost: 0.0027 },
] as const)("$backend", ({ backend, model, cost }) => {
  it("goes on with a conversation, and with a copy of it, on another machine", async () => {
    const first = await openDelegateWorld(backend, {
      script: () => ({ text: "I know the word.", usage: { input: 1_000, output: 10 } }),
    });
    const begun = await first.call({ model, prompt: "The word is xylophone." });
    const id = begun.sessionId ?? "";
    const second = await openDelegateWorld(backend, {
      script: () => ({ text: "Still.", usage: { input: 2_000, output: 20 } }),
      kept: first.kept,
      priceOf: (name, tokens) => Promise.resolve(createPrices().cost(name, tokens)),
    });

    const next = await second.call({ model, prompt: "Which word?", session: { id, fork: false } });
    const copy = await second.call({ model, prompt: "And now?", session: { id, fork: true } });
    const after = await second.call({
      model,
      prompt: "And then?",
      session: { id: copy.sessionId ?? "", fork: false },
    });

    expect(begun.files).toMatchObject([{ path: `${backend}/${id}.jsonl` }]);
    expect(next.sessionId).toBe(id);
    expect(copy.sessionId).not.toBe(id);
    expect(after.sessionId).toBe(copy.sessionId);
    expect([next, copy, after].map(({ usage }) => usage.input_tokens)).toEqual([
      2_000, 2_000, 2_000,
    ]);
    for (const { usage } of [next, copy, after]) expect(usage.cost_usd).toBeCloseTo(cost, 9);
    for (const request of second.server.requests) expect(told(request)).toContain("xylophone");
    expect(told(second.server.requests[2])).toContain("And now?");
    expect(second.of("session_lost")).toEqual([]);
  });

  it("hears instructions once, and others where a conversation goes on under them", async () => {
    const world = await openDelegateWorld(backend, { script: () => ({ text: "Yes." }) });
    const [soft, loud] = ['Speak "softly".', "Shout."];

    const { sessionId: id } = await world.call({ system: soft });
    const session = { id: id ?? "", fork: false };
    await world.call({ system: soft, session });
    await world.call({ system: loud, session });

    const heard = (words: string) =>
      world.server.requests.map(
        ({ body }) => JSON.stringify(body).split(JSON.stringify(words).slice(1, -1)).length - 1,
      );
    expect(heard(soft).slice(0, 2)).toEqual([1, 1]);
    expect(heard(loud)).toEqual([0, 0, 1]);
  });

  it("asks, and goes on with the answer", async () => {
    const world = await openDelegateWorld(backend, {
      script: (request) =>
        told(request).includes("It is blue.")
          ? { text: '{"colour":"blue"}', usage: { input: 50, output: 5 } }
          : told(request).includes("Which colour?")
            ? { text: "I wait." }
            : (asks[backend] ?? { text: "" }),
    });

    const asked = await world.call({ mayAsk: true, tools: [] });
    const answered = await world.call({
      mayAsk: true,
      prompt: "It is blue.",
      session: { id: asked.sessionId ?? "", fork: false },
    });

    expect(asked.question).toEqual({
      text: "Which colour?",
      fields: { colour: { type: "string", enum: ["red", "blue"] } },
    });
    expect(asked.usage).toMatchObject({ input_tokens: 100, output_tokens: 10 });
    expect(answered.question).toBeUndefined();
    expect(answered.text).toBe('{"colour":"blue"}');
    expect(answered.usage).toMatchObject({ input_tokens: 50, output_tokens: 5 });
  });

  it("gives an answer that does not fit as it is, with the conversation that it belongs to", async () => {
    const schema = objectSchema([["ok", { type: "boolean" }]]);
    const world = await openDelegateWorld(backend, { script: () => ({ text: "No JSON here." }) });

    const said = await world.call({ schema });

    expect(said).toMatchObject({ text: "No JSON here.", structured: undefined });
    expect(said.sessionId).not.toBeNull();
  });
});
