import { beforeAll, expect, it, vi } from "vitest";
import { holdKeys } from "#adapters/delegates/held-keys.ts";
import { openDelegateWorld } from "#support/delegate-world.ts";
import { installPrograms } from "#support/programs.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { loopbackKey } from "#testing/loopback/server.ts";

vi.setConfig({ testTimeout: 120_000 });
beforeAll(installPrograms, 300_000);

const endpoint = {
  keys: ["ANTHROPIC_API_KEY"],
  address: "ANTHROPIC_BASE_URL",
  usual: "https://api.anthropic.com",
};

it("passes on what has the stand-in for a key, with the key, and nothing else", async () => {
  const server = await startAnthropicServer(() => ({ text: "fine" }));
  const held = await holdKeys(endpoint, server.env);
  const { env } = held;
  const ask = (key: string): Promise<Response> =>
    fetch(`${env["ANTHROPIC_BASE_URL"] ?? ""}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 5, messages: [] }),
    });

  const [heard, stranger] = [await ask(env["ANTHROPIC_API_KEY"] ?? ""), await ask("guessed")];

  expect(JSON.stringify(env)).not.toContain(loopbackKey);
  expect([heard.status, stranger.status]).toEqual([200, 401]);
  expect(await heard.text()).toContain("fine");
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]?.headers["x-api-key"]).toBe(loopbackKey);
  await held.close();
  await server.close();
});

it("holds nothing where there is no key", async () => {
  const env = { PATH: "/bin" };

  expect((await holdKeys(endpoint, env)).env).toBe(env);
});

it("lets claude work without its key", async () => {
  const world = await openDelegateWorld("claude_code", {
    apart: true,
    script: () => ({ text: "looked around" }),
  });

  expect((await world.call({ model: "claude-sonnet-4-5" })).text).toContain("looked around");
});

it("lets codex work without its key, which its commands don't find", async () => {
  const world = await openDelegateWorld("codex", {
    apart: true,
    script: (_, index) =>
      index === 0
        ? { toolCalls: [{ name: "exec_command", input: { cmd: "env" } }] }
        : { text: "done" },
  });

  const { text } = await world.call({});

  const shown = JSON.stringify(world.of("tool_called"));
  expect(text).toContain("done");
  expect(shown).toContain("PATH=");
  expect(shown).not.toContain(loopbackKey);
});
