/** The real `claude` against a scripted server. */
import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import { objectSchema } from "#core/graph/json-schema.ts";
import { openDelegateWorld } from "#support/delegate-world.ts";
import { installPrograms } from "#support/programs.ts";

const verdict = objectSchema([
  ["approved", { type: "boolean" }],
  ["summary", { type: "string" }],
]);

vi.setConfig({ testTimeout: 120_000 });
beforeAll(installPrograms, 300_000);

it("reviews without a way to write, and answers by the schema", async () => {
  const world = await openDelegateWorld("claude_code", {
    script: (_, index) =>
      index === 0
        ? {
            toolCalls: [
              { name: "Read", input: { file_path: join(world.workspace.folder, "a.txt") } },
              {
                name: "Write",
                input: { file_path: join(world.workspace.folder, "b.txt"), content: "x" },
              },
            ],
            usage: { input: 1_000, output: 10 },
          }
        : {
            toolCalls: [{ name: "StructuredOutput", input: { approved: true, summary: "fine" } }],
            usage: { input: 2_000, output: 20, cacheRead: 500 },
          },
  });

  const result = await world.call({
    readonly: true,
    schema: verdict,
    model: "claude-sonnet-4-5",
    system: "You are kind.",
  });

  expect(result).toMatchObject({
    structured: { approved: true, summary: "fine" },
    usage: {
      input_tokens: 3_500,
      output_tokens: 30,
      cache_read_tokens: 500,
      cost_source: "reported",
    },
  });
  // 3, 0.30 and 15 dollars a million for what is new, cached and answered.
  expect(result.usage.cost_usd).toBeCloseTo((3_000 * 3 + 500 * 0.3 + 30 * 15) / 1e6, 9);
  expect(world.of("delegate_started")).toMatchObject([
    { access: "read_only", allowed_tools: null },
  ]);
  expect(world.of("delegate_finished")).toMatchObject([{ exit_code: 0, tokens: 3_530 }]);
  expect(world.of("tool_called")).toMatchObject([
    { tool: "Read", output: expect.stringContaining("hello") },
  ]);
  expect(world.of("tool_error")).toMatchObject([{ tool: "Write", code: "TOOL_DENIED" }]);
  expect(existsSync(join(world.workspace.folder, "b.txt"))).toBe(false);
  expect(JSON.stringify(world.server.requests[0]?.body["system"])).toContain("You are kind.");
  expect(world.left()).toEqual([]);
});

it("edits files where it may", async () => {
  const world = await openDelegateWorld("claude_code", {
    script: (_, index) =>
      [
        {
          toolCalls: [
            { name: "Read", input: { file_path: join(world.workspace.folder, "a.txt") } },
          ],
        },
        {
          toolCalls: [
            {
              name: "Edit",
              input: {
                file_path: join(world.workspace.folder, "a.txt"),
                old_string: "hello",
                new_string: "bye",
              },
            },
          ],
        },
        { text: "Edited." },
      ][index],
  });

  const result = await world.call();

  expect(result.text).toBe("Edited.");
  expect(readFileSync(join(world.workspace.folder, "a.txt"), "utf8")).toBe("bye\n");
});
