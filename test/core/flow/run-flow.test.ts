import { expect, it } from "vitest";
import {
  createDelegates,
  createFunctions,
  createMemoryStore,
  createModels,
  createShell,
  createSystemClock,
  createTools,
  flowKinds,
  runFlow,
  runFlowOrThrow,
} from "#src/index.ts";
import type { FunctionPort, World } from "#src/index.ts";
import { findClaudeRuleFault } from "#adapters/delegates/claude-rules.ts";
import { findCodexRuleFault } from "#adapters/delegates/codex-rules.ts";
import { createScriptedDelegate, startAnthropicServer } from "#src/testing/index.ts";
import { sha256 } from "#support/sha256.ts";

const cwd = import.meta.dirname;
const clock = createSystemClock();

function createWorld(some: Partial<World> = {}): World {
  return {
    store: createMemoryStore(),
    clock,
    models: createModels({ env: {} }),
    delegates: createDelegates({ env: {}, cwd }),
    shell: createShell({ env: {}, cwd }),
    tools: createTools(),
    kinds: flowKinds,
    engineVersion: "test",
    process: { pid: 1, host: "here" },
    sha256,
    ...some,
  };
}

function createFlow(...nodes: readonly object[]) {
  const ends = [
    { id: "start", type: "start", next: "ask" },
    { id: "end", type: "end" },
  ];
  const text = JSON.stringify({ name: "small", nodes: [...ends, ...nodes] });
  return { path: "small.flow.json", text };
}

const look = { id: "ask", type: "tool", tool: "lookup", input: 20, next: "end" };

function lend(): FunctionPort {
  return createFunctions({
    clock,
    cwd,
    env: {},
    lent: {
      lookup: ({ input, scope }) => Promise.resolve({ input, sees: Object.keys(scope) }),
    },
  });
}

it("calls functions that a program lends", async () => {
  const world = createWorld({ functions: lend() });

  const { result } = await runFlow(world, createFlow(look), { input: { a: 1 } });

  expect(result).toMatchObject({
    status: "completed",
    node_outputs: {
      ask: { input: 20, sees: ["input", "last_llm_output", "last_tool_output", "node_outputs"] },
    },
  });
});

it("traces by a count of events, or by the time of day", async () => {
  const world = createWorld({ functions: lend() });
  const before = Date.now();

  const counted = await runFlow(world, createFlow(look));
  const timed = await runFlow(world, createFlow(look), { options: { trace_clock: "wall" } });

  const times = timed.result.trace?.events.map(({ timestamp_unix_ms: time }) => time) ?? [];
  expect(counted.result.trace?.events.map((event) => event.timestamp_unix_ms)).toEqual([
    ...times.keys(),
  ]);
  expect(times).toHaveLength(7);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(before);
  expect(timed.result.trace?.metadata).toMatchObject({
    started_at_unix_ms: times[0],
    finished_at_unix_ms: times[6],
  });
  const wrong = runFlow(world, createFlow(look), { options: { trace_clock: "sun" } });
  await expect(wrong).rejects.toThrow("trace_clock");
});

it("fails where nobody lends any function, and where one is not there", async () => {
  const nobody = await runFlow(createWorld(), createFlow(look));
  const other = createFlow({ ...look, tool: "other" });

  expect(nobody.result.error).toMatchObject({ code: "MissingToolExecutor", node_id: "ask" });
  await expect(runFlowOrThrow(createWorld({ functions: lend() }), other)).rejects.toMatchObject({
    name: "FlowFailure",
    error: { code: "ToolRetryExhausted", last_error: "tool handler not found: other" },
  });
});

it("asks the providers of agents, with the scope behind the prompt", async () => {
  await using server = await startAnthropicServer([{ text: "It is fine." }]);
  const world = createWorld({ models: createModels({ env: server.env }) });
  const ask = { id: "ask", type: "llm", model: "small", prompt: "Is it fine?", next: "end" };

  const { result } = await runFlow(world, createFlow(ask), {
    input: { b: 1, a: 2 },
    models: { small: "anthropic/claude-haiku-4-5" },
  });

  expect(result.node_outputs).toEqual({ ask: "It is fine." });
  expect(JSON.stringify(server.requests[0]?.body)).toContain(
    String.raw`Is it fine?\n\nScoped context:\n{\"input\":{\"a\":2,\"b\":1}`,
  );
});

it.each([
  ["claude_code", "opus", findClaudeRuleFault],
  ["codex", "gpt-5", findCodexRuleFault],
] as const)("asks %s, which may change nothing", async (backend, model, findFault) => {
  const delegates = createScriptedDelegate(["Looks fine."]);
  const ask = {
    id: "ask",
    type: "llm",
    model: `${backend}/${model}`,
    prompt: "Look.",
    next: "end",
  };

  const { result } = await runFlow(createWorld({ delegates }), createFlow(ask));

  expect(result.node_outputs).toEqual({ ask: "Looks fine." });
  expect(delegates.tasks).toMatchObject([{ backend, model, readonly: true, mayAsk: false }]);
  expect(delegates.tasks.map(findFault)).toEqual([undefined]);
});

it("fails an attempt whose model nobody serves", async () => {
  const ask = { id: "ask", type: "llm", model: "nobody", prompt: "Look.", next: "end" };

  const { result } = await runFlow(createWorld(), createFlow(ask));

  expect(result.error).toMatchObject({
    code: "LlmRetryExhausted",
    last_error: expect.stringMatching(/^invalid completion request: /),
  });
});
