// What each node was told, said, called and used.
import { afterAll, beforeAll, expect, it } from "vitest";
import { documentOf } from "#support/command-line.ts";
import { observeRun, secret } from "#support/observed-run.ts";
import type { ObservedRun } from "#support/observed-run.ts";

let run: ObservedRun;

beforeAll(async () => {
  run = await observeRun();
  expect(run.said.code, run.said.err).toBe(0);
});

afterAll(() => run.remove());

it("shows prompts, replies and tool calls of a node, with what they took", async () => {
  const { code, out } = await run.look("inspect", "seen", "--node", "fixer#0");

  expect(code).toBe(0);
  expect(out).toContain("attempt 1 · agent");
  expect(out).toContain("Mend src/add.js for </script>");
  expect(out).toMatch(
    /turn of anthropic\/claude-sonnet-5 · 1 message · .* tokens in.* · calls read_file/,
  );
  expect(out).toMatch(/tool read_file · \d+ ms/);
  expect(out).toContain("export const add = (a, b) => a - b; // ***");
  expect(out).not.toContain(secret);
  expect(out).toContain("failed: the tool `run_command` may not be used here (TOOL_DENIED)");
  expect(out).not.toContain("fixer#1");
});

it("takes the latest run and all visits of a node if only the node is named", async () => {
  const { out } = await run.look("inspect", "--node", "review");

  expect(out).toContain("review#0");
  expect(out).toContain("review#1");
});

it("gives the same as a document", async () => {
  const said = documentOf(await run.look("inspect", "seen", "--node", "fixer#0", "--json"));

  expect(said).toMatchObject({
    nodes: [
      {
        activation_id: "fixer#0",
        attempts: [
          {
            attempt: 1,
            error: null,
            deeds: [
              { kind: "prompt", step: "model:0" },
              { kind: "turn", calls: ["read_file"], fault: null },
              { kind: "tool", tool: "read_file", input: { path: "src/add.js" } },
              { kind: "turn", calls: ["run_command"] },
              { kind: "tool", tool: "run_command", fault: { code: "TOOL_DENIED" } },
              { kind: "turn", calls: [] },
            ],
          },
        ],
      },
    ],
  });
});

it("adds tool calls to the full report, and every deed to its document", async () => {
  const { out } = await run.look("report", "--full", "--output", "-");
  const document = documentOf(await run.look("report", "seen", "--full", "--json"));

  expect(out).toContain("- Tool read_file:");
  expect(out).toContain("- Tool run_command failed:");
  expect(document).toHaveProperty("nodes.0.attempts.0.deeds.0.kind", "prompt");
});

it("refuses two runs at once", async () => {
  const { code, err } = await run.look("inspect", "seen", "--run-id", "other");

  expect(code).toBe(2);
  expect(err).toContain("Two runs are named: `seen` and `other`.");
});
