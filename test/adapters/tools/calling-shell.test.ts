import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { createCallingShell } from "#adapters/tools/calling-shell.ts";
import { createShell } from "#adapters/tools/shell.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { MadeCall, ShellResult } from "#core/ports/shell.ts";
import type { ToolPort } from "#core/ports/tool.ts";

// Programs start programs here.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "iter-test-"));
const iter = [process.execPath, resolve(import.meta.dirname, "../../../src/cli/index.ts")];
const site = { nodeId: "watch", key: "k" } as CallSite;
const schema = { description: "", inputSchema: {} };

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const written: string[] = [];

const call: ToolPort["call"] = (name, input, { site: of, answers }) => {
  if (name === "github.write") {
    const known = answers?.known.at(-1)?.answers["output"];
    if (known === undefined) written.push(JSON.stringify(input));
    return Promise.resolve({ output: JSON.stringify({ known: known ?? null }), failed: false });
  }
  if (name === "github.wait")
    return Promise.resolve({
      output: "",
      failed: false,
      question: { text: "Not yet.", waitsFor: { sha: "c" } },
    });
  if (name === "github.broken") return Promise.reject(new Error("GitHub answered 502"));
  const data = { tool: name, input: input ?? null, node: of.nodeId };
  return Promise.resolve({ output: "<framed>", failed: false, data });
};

function run(command: string, made: readonly MadeCall[] = []): Promise<ShellResult> {
  written.length = 0;
  const shell = createCallingShell({
    shell: createShell({ env: process.env, cwd: folder }),
    tools: {
      list: () =>
        ["read", "wait", "broken", "commit", "write"].map((name) => ({
          name: `github.${name}`,
          ...schema,
        })),
      call,
      readsOnly: (name) => name !== "github.write",
    },
    refuse: (node, tool) => (tool === "github.commit" ? `\`${node}\` may not` : null),
    iter,
    path: process.env["PATH"] ?? "",
  });
  const { signal } = new AbortController();
  return shell.run({ command, env: {}, passEnv: [], site }, { signal, made });
}

it("gives a program what a tool of the run answers, as JSON", async () => {
  const { stdout, stderr, exitCode } = await run(`iter github call github.read '{"sha": "c"}'`);

  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ tool: "github.read", input: { sha: "c" }, node: "watch" });
});

it("says what has to end first, and leaves the program with the code for that", async () => {
  const { question, stdout, stderr, exitCode } = await run("iter github call github.wait");

  expect([exitCode, stdout]).toEqual([3, ""]);
  expect(stderr).toContain("Not yet.");
  expect(question).toEqual({ text: "Not yet.", waitsFor: { sha: "c" } });
});

it.each([
  ["github.commit", "`watch` may not"],
  [
    "github.nothing",
    "there is github.read, github.wait, github.broken, github.commit, github.write",
  ],
  ["github.broken", "GitHub answered 502"],
])("fails the call of %s in words", async (tool, words) => {
  const { exitCode, stderr } = await run(`iter github call ${tool}`);

  expect(exitCode).toBe(1);
  expect(stderr).toContain(words);
});

it("writes nothing twice when it is run again after a wait", async () => {
  const program = `iter github call github.write '{"a": 1}'
iter github call github.write '{"a": 1}'
iter github call github.wait`;

  const first = await run(program);
  const [one] = first.made ?? [];
  const again = await run(program, one === undefined ? [] : [one]);

  expect(first.made).toEqual(
    [1, 2].map(() => ({ tool: "github.write", input: { a: 1 }, output: { known: null } })),
  );
  expect(again.stdout.trim().split("\n")).toHaveLength(2);
  expect(written).toHaveLength(1);
});

it("tells a program what came of what it has proposed", async () => {
  const answers = { outcome: "written", output: "done" };

  const { stdout } = await run(`iter github call github.write '{"a": 1}'`, [
    { tool: "github.write", input: { a: 1 }, answers },
  ]);

  expect(JSON.parse(stdout)).toEqual({ known: "done" });
  expect(written).toEqual([]);
});

it("lets nobody else reach the run, and leaves nothing behind", async () => {
  const { stdout } = await run(
    `node -p 'const { statSync } = require("node:fs"); const s = process.env.ITER_HELPER_SOCKET; const of = (path) => (statSync(path).mode & 0o777).toString(8); [s, of(s), of(require("node:path").dirname(s))].join(" ")'`,
  );

  const [path = "", ...modes] = stdout.trim().split(" ");
  expect(modes).toEqual(["600", "700"]);
  expect(() => statSync(path)).toThrow("ENOENT");
});

it("refuses a call without a run, and one whose input is no JSON", async () => {
  const outside = await run("ITER_HELPER_SOCKET= iter github call github.read");
  const odd = await run("iter github call github.read wait=required");

  expect(outside.exitCode).toBe(2);
  expect(outside.stderr).toContain("`tool` node");
  expect(odd.exitCode).toBe(2);
  expect(odd.stderr).toContain("no JSON: wait=required");
});

it("refuses a call that nests too deep, on either side", async () => {
  const deep = "[".repeat(6000) + "]".repeat(6000);

  const asked = await run(`iter github call github.read '{"a": ${deep}}'`);
  const sent = await run(
    `node -e 'const s = require("net").connect({ path: process.env.ITER_HELPER_SOCKET, allowHalfOpen: true }); s.pipe(process.stdout); s.end(JSON.stringify({ tool: "github.read" }).slice(0, -1) + ${JSON.stringify(`,"input":${deep}}`)})'`,
  );

  expect(asked.stderr).toContain("The input of `github.read` nests deeper than 500 levels.");
  expect(sent.stdout).toBe('{"failed":"the call nests deeper than 500 levels"}');
});
