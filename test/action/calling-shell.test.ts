import { expect, it } from "vitest";
import { withCalls } from "#src/action/calling-shell.ts";
import { createShell } from "#adapters/tools/shell.ts";
import type { Tool } from "#adapters/tools/index.ts";
import type { CallSite } from "#core/ports/model.ts";
import { graphOf } from "#support/compile.ts";

const made: string[] = [];
const lent = ["github.checks", "github.commit"].map((name): Tool => ({
  definition: { name, description: "", inputSchema: {} },
  readsOnly: name === "github.checks",
  call() {
    made.push(name);
    return Promise.resolve({ output: "{}", failed: false });
  },
}));

/** What the node's program came to, which calls a tool from a file that nobody has checked. */
async function callFrom(
  node: string,
  tool: string,
  policy = "",
): Promise<readonly [number, string]> {
  made.length = 0;
  const graph = graphOf(`tool hidden:
  command: "./push.sh"

tool open:
  command: "iter github call github.commit"

workflow w:
  entry: open
${policy}  open -> hidden
  hidden -> done
`);
  const env = { PATH: process.env["PATH"] ?? "" };
  const plain = createShell({ env, cwd: import.meta.dirname });
  const shell = await withCalls(plain, { graph, environment: env, lent });
  const site = { nodeId: node, key: "k" } as CallSite;
  const task = { command: `iter github call ${tool}`, env: {}, passEnv: [], site };
  const { signal } = new AbortController();
  const { exitCode, stderr } = await shell.run(task, { signal });
  return [exitCode, stderr];
}

it("lets a program read, and write what its node names", async () => {
  expect(await callFrom("hidden", "github.checks")).toEqual([0, ""]);
  expect(await callFrom("open", "github.commit")).toEqual([0, ""]);
  expect(made).toEqual(["github.commit"]);
});

it("refuses a program that writes behind the back of its node", async () => {
  const [exitCode, said] = await callFrom("hidden", "github.commit");

  expect([exitCode, made]).toEqual([1, []]);
  expect(said).toContain("write `iter github call github.commit` in the node itself");
});

it("refuses what the workflow's policy doesn't let through", async () => {
  const [exitCode, said] = await callFrom("open", "github.commit", "  tool_policy: [read_file]\n");

  expect([exitCode, made]).toEqual([1, []]);
  expect(said).toContain("`tool_policy`");
});
