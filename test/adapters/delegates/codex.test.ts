/** The real `codex` against a scripted server. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import { objectSchema } from "#core/graph/json-schema.ts";
import { createPrices } from "#adapters/models/prices.ts";
import { openDelegateWorld } from "#support/delegate-world.ts";
import { installPrograms } from "#support/programs.ts";

const verdict = objectSchema([
  ["approved", { type: "boolean" }],
  ["summary", { type: "string" }],
]);

vi.setConfig({ testTimeout: 120_000 });
beforeAll(installPrograms, 300_000);

it("reviews without a way to write, and answers by the schema", async () => {
  const world = await openDelegateWorld("codex", {
    script: [
      {
        toolCalls: [
          { name: "exec_command", input: { cmd: "cat a.txt" } },
          { name: "exec_command", input: { cmd: "touch b.txt" } },
        ],
        usage: { input: 1_000, output: 10 },
      },
      {
        text: '{"approved":true,"summary":"fine"}',
        usage: { input: 2_000, output: 20, cacheRead: 500 },
      },
    ],
    priceOf: (model, tokens) => Promise.resolve(createPrices().cost(model, tokens)),
  });

  const result = await world.call({
    readonly: true,
    schema: verdict,
    model: "gpt-5",
    system: "You are kind.",
  });

  expect(result).toMatchObject({
    text: '{"approved":true,"summary":"fine"}',
    usage: {
      input_tokens: 3_500,
      output_tokens: 30,
      cache_read_tokens: 500,
      cost_source: "computed",
    },
  });
  // 1.25, 0.125 and 10 dollars a million for what is new, cached and answered.
  expect(result.usage.cost_usd).toBeCloseTo((3_000 * 1.25 + 500 * 0.125 + 30 * 10) / 1e6, 9);
  expect(world.of("delegate_started")).toMatchObject([
    { access: "read_only", allowed_tools: null },
  ]);
  expect(world.of("delegate_finished")).toMatchObject([{ exit_code: 0, tokens: 3_530 }]);
  // Both run at once; one that the sandbox refuses may leave no trace.
  expect(world.of("tool_called")).toContainEqual(
    expect.objectContaining({ tool: "exec_command", output: "hello\n" }),
  );
  expect(existsSync(join(world.workspace.folder, "b.txt"))).toBe(false);
  expect(world.server.requests[0]?.body["text"]).toMatchObject({ format: { schema: verdict } });
  expect(JSON.stringify(world.server.requests[0]?.body["input"])).toContain("You are kind.");
  expect(world.left()).toEqual([]);
});

it("edits files where it may", async () => {
  const world = await openDelegateWorld("codex", {
    script: [
      { toolCalls: [{ name: "exec_command", input: { cmd: "echo bye > a.txt" } }] },
      { text: "Edited." },
    ],
  });

  const result = await world.call();

  expect(result.text).toBe("Edited.");
  expect(readFileSync(join(world.workspace.folder, "a.txt"), "utf8")).toBe("bye\n");
});
