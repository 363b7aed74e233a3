import { readFileSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { Refusal } from "#core/run/failure.ts";
import { readScript } from "#adapters/simulator/read-script.ts";
import { nestedText } from "#support/nested.ts";

function mistakes(text: string): readonly string[] {
  try {
    readScript(text, "script.yaml");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.errors.map(({ field, message }) => `${field ?? ""} ${message}`);
  }
  return [];
}

it("reads every sort of item", () => {
  const script = readScript(
    `
nodes:
  review:
    - output: { approved: false }
      usage: { input_tokens: 900, output_tokens: 100, cost_usd: 0.01 }
      duration: 1m30s
    - error: { code: RATE_LIMITED, message: slow down, retry_after: 2s }
    - text: free
      repeat: true
  build:
    - { stdout: { count: 3 }, stderr: oops, exit_code: 1 }
  write:
    - tool_calls: [{ tool: read_file, input: { path: a.ts } }]
    - ask: { question: Which?, fields: { branch: { type: string } } }
tools:
  read_file: [{ result: [1, 2] }]
run_tools: true
`,
    "script.yaml",
  );

  expect(script.nodes.get("review")).toEqual([
    {
      reply: { kind: "output", value: { approved: false } },
      usage: {
        input_tokens: 900,
        output_tokens: 100,
        cache_read_tokens: 0,
        cache_write_tokens: 0,
        cost_usd: 0.01,
      },
      durationMs: 90_000,
      repeat: false,
    },
    expect.objectContaining({
      reply: {
        kind: "error",
        failure: {
          code: "RATE_LIMITED",
          message: "slow down",
          retryable: true,
          retryAfterMs: 2000,
        },
      },
    }),
    expect.objectContaining({ reply: { kind: "text", text: "free" }, repeat: true }),
  ]);
  expect(script.nodes.get("build")?.[0]?.reply).toEqual({
    kind: "process",
    stdout: '{"count":3}',
    stderr: "oops",
    exitCode: 1,
  });
  expect(script.nodes.get("write")?.map(({ reply }) => reply)).toEqual([
    { kind: "calls", text: "", calls: [{ tool: "read_file", input: { path: "a.ts" } }] },
    { kind: "ask", text: "Which?", fields: { branch: { type: "string" } } },
  ]);
  expect(script.tools.get("read_file")).toEqual([
    { result: [1, 2], failed: false, durationMs: 0, repeat: false },
  ]);
  expect(script).toMatchObject({ runTools: true, auto: false });
});

it("reads an empty file as an empty script", () => {
  expect(readScript("", "script.yaml")).toEqual({
    nodes: new Map(),
    tools: new Map(),
    runTools: false,
    auto: false,
  });
});

it("keeps an answer that is null", () => {
  const script = readScript("nodes: { a: [{ output: null }] }", "script.yaml");

  expect(script.nodes.get("a")?.[0]?.reply).toEqual({ kind: "output", value: null });
});

it("ignores the test data that may lie in the same file", () => {
  expect(mistakes("vars: {a: 1}\nphases: [{run: {}}]\nenv: {}\ncrash_everywhere: true\n")).toEqual(
    [],
  );
});

it.each([
  ["node: {}", "script.yaml:1:1 `node` is no key of a script. Did you mean `nodes`?"],
  [
    "nodes:\n  a:\n    - outptu: 1\n      usage: {}\n",
    "script.yaml:3:7 `outptu` is no key of `nodes.a.0`. Did you mean `output`?",
  ],
  [
    "nodes:\n  a:\n    - output: 1\n      usage: { tokens: 3 }\n",
    "script.yaml:4:16 `tokens` is no key of `nodes.a.0.usage`.",
  ],
  ["tools:\n  t: [{ reslt: 1 }]", "Did you mean `result`?"],
  ["nodes: { a: [{ output: 1, text: x }] }", "one thing, not `output` and `text`"],
  ["nodes: { a: [{ usage: {} }] }", "an item says what comes back"],
  ["nodes: { a: [{ output: 1, duration: soon }] }", "script.yaml:1:37 `nodes.a.0.duration`"],
  ["nodes: { a: [{ error: { code: NOPE, message: x } }] }", "script.yaml:1:31"],
  [
    "nodes:\n  a:\n    - output: 1\n      repeat: true\n    - output: 2\n",
    "script.yaml:4:15 `nodes.a.0.repeat`: only the last item of a list can repeat",
  ],
  ["nodes: [1", "script.yaml:1:10"],
  ["nodes: {}\nnodes: {}", "script.yaml:2:1"],
  ["just a text", "script.yaml:1:1"],
  ["nodes: {}\n---\nvars: {}", "script.yaml:2:1 there is a second document"],
  ["vars: {? [a] : 1}", "script.yaml:1:10 a key is a list or a mapping, not a text"],
  [`vars: { a: ${nestedText(508)} }`, "script.yaml:1:1 it nests deeper than 500 levels"],
])("says where %j is wrong", (text, expected) => {
  expect(mistakes(text).join("\n")).toContain(expected);
});

it("takes a value that nests as deep as one may", () => {
  expect(mistakes(`nodes: { a: [{ output: ${nestedText(500)} }] }`)).toEqual([]);
});

it("refuses aliases that explode", () => {
  const lists = ["b", "c", "d", "e", "f"].map((name, index) => {
    const before = `*${"abcde"[index] ?? ""}`;
    return `  ${name}: &${name} [${Array<string>(9).fill(before).join(", ")}]`;
  });

  const bomb = ["vars:", "  a: &a [x, x, x, x, x, x, x, x, x]", ...lists].join("\n");

  expect(mistakes(bomb).join("\n")).toContain("alias");
});

it("reads the script of every run scenario", () => {
  const folder = "test/cases/runs";
  const names = readdirSync(folder).filter((name) => !name.includes("."));

  const wrong = names.flatMap((name) =>
    mistakes(readFileSync(`${folder}/${name}/script.yaml`, "utf8")).map(
      (text) => `${name}: ${text}`,
    ),
  );

  expect(names.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
