import { once } from "node:events";
import { expect, it, onTestFinished } from "vitest";
import { startAskServer } from "#adapters/delegates/ask-server.ts";
import type { AskServer } from "#adapters/delegates/ask-server.ts";
import type { Fields } from "#core/graph/value.ts";

async function open(graceMs?: number): Promise<AskServer> {
  const server = await startAskServer(graceMs);
  onTestFinished(() => server.close());
  return server;
}

async function send({ url }: AskServer, method: string, params: Fields = {}): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const response = await fetch(url, { method: "POST", body });
  return response.json();
}

function ask(server: AskServer, input: Fields): Promise<unknown> {
  return send(server, "tools/call", { name: "ask_user", arguments: input });
}

it("takes one question, with fields of known types", async () => {
  const server = await open();

  await ask(server, {
    question: "Which?",
    fields: {
      n: { type: "int" },
      colour: { type: "string", enum: ["red"] },
      odd: { type: "date" },
    },
  });
  const second = await ask(server, { question: "And?" });

  expect(server.question()).toEqual({
    text: "Which?",
    fields: {
      n: { type: "int" },
      colour: { type: "string", enum: ["red"] },
      odd: { type: "string" },
    },
  });
  expect(second).toMatchObject({ result: { isError: true } });
});

it("takes no question without words", async () => {
  const server = await open();

  expect(await ask(server, { question: "  " })).toMatchObject({ result: { isError: true } });
  expect(server.question()).toBeUndefined();
});

it("says what it doesn't know, and is nowhere but at its own path", async () => {
  const server = await open();
  const elsewhere = new URL("/mcp", server.url);

  expect(await send(server, "resources/list")).toMatchObject({ error: { code: -32601 } });
  expect((await fetch(elsewhere, { method: "POST", body: "{}" })).status).toBe(404);
  expect((await fetch(server.url)).status).toBe(405);
});

it("has the program ended that goes on after its question", async () => {
  const server = await open(10);
  const over = once(server.over, "abort");

  await ask(server, { question: "Which?" });
  await over;

  expect(server.over.aborted).toBe(true);
});
