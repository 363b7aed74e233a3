import { expect, it } from "vitest";
import type { ShellResult } from "#core/ports/shell.ts";
import type { RunFault } from "#core/run/state.ts";
import { graphOf, schema, tool } from "#support/engine/graph.ts";
import { stageOf } from "#support/engine/world.ts";

/** The failure of a tool node that has to print `items`. */
async function failureOf(ended: Partial<ShellResult>): Promise<RunFault | null> {
  const graph = graphOf({
    entry: "list",
    nodes: [tool("list", { output: "listed" })],
    edges: ["list -> done"],
    schemas: [schema("listed", { items: "string[]" })],
  });
  const shell = {
    run: async () => {
      const usual = { exitCode: 0, signal: null, stdout: "{}", stderr: "", durationMs: 0 };
      return Promise.resolve({ ...usual, ...ended });
    },
  };
  const { state } = await stageOf({ graph, more: { shell } }).start();
  return state.failure ?? null;
}

it("names what a printed object lacks", async () => {
  expect(await failureOf({})).toMatchObject({
    code: "SCHEMA_VALIDATION",
    message:
      "what `list` printed does not fit its schema: `items` is missing; it must be a list of strings",
    hint: "print one JSON object with these fields, or change the schema",
  });
});

it("says that an object was too long to be kept whole", async () => {
  expect(await failureOf({ stdout: '{"items": ["a', stdoutCut: true })).toMatchObject({
    code: "SCHEMA_VALIDATION",
    message:
      "what `list` printed is longer than 10 MiB, and what is kept of it does not fit its schema: `items` is missing; it must be a list of strings",
    hint: "write what is long to a file, and print its path in a smaller JSON object",
  });
});
