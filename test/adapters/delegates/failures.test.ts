/** Every odd end of the real programs is a failure that says what it is. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { DelegateTask } from "#core/ports/delegate.ts";
import { createPrices } from "#adapters/models/prices.ts";
import type { WireReply } from "#testing/loopback/server.ts";
import type { DelegateWorldOptions } from "#support/delegate-world.ts";
import { openDelegateWorld } from "#support/delegate-world.ts";
import { installPrograms } from "#support/programs.ts";

const backends = ["claude_code", "codex"] as const;

vi.setConfig({ testTimeout: 120_000 });
beforeAll(installPrograms, 300_000);

interface Row {
  readonly reply: WireReply;
  readonly code: string;
  readonly retryable: boolean;
  readonly hint: RegExp;
}

const rows: readonly [name: string, row: Row][] = [
  [
    "a key that is refused",
    { reply: { status: 401 }, code: "AUTH_FAILED", retryable: false, hint: /_API_KEY/ },
  ],
  [
    "too many requests",
    { reply: { status: 429 }, code: "RATE_LIMITED", retryable: true, hint: /later/ },
  ],
  [
    "a server in trouble",
    { reply: { status: 500 }, code: "PROVIDER_UNAVAILABLE", retryable: true, hint: /later/ },
  ],
  [
    "a model that nobody knows",
    {
      reply: { status: 404, message: "The model does not exist" },
      code: "MODEL_UNKNOWN",
      retryable: false,
      hint: /model/,
    },
  ],
  [
    "a conversation that is too long",
    {
      reply: {
        status: 400,
        kind: "context_length_exceeded",
        message: "prompt is too long: 210000 tokens > 200000 maximum",
      },
      code: "CONTEXT_LENGTH_EXCEEDED",
      retryable: false,
      hint: /fresh/,
    },
  ],
];

describe.each(backends)("%s", (backend) => {
  // 1,000 tokens in and 100 out at 3 and 15, or at 1.25 and 10 dollars a million.
  const [model, cost] = backend === "codex" ? ["gpt-5", 0.002_25] : ["claude-sonnet-4-5", 0.0045];
  const lookAround: WireReply = {
    toolCalls: [
      backend === "codex"
        ? { name: "exec_command", input: { cmd: "ls" } }
        : { name: "Bash", input: { command: "ls" } },
    ],
    usage: { input: 1_000, output: 100 },
  };
  const lookedAround = {
    input_tokens: 1_000,
    output_tokens: 100,
    cost_usd: expect.closeTo(cost, 9) as number,
  };
  const priceOf: DelegateWorldOptions["priceOf"] = (name, tokens) =>
    Promise.resolve(createPrices().cost(name, tokens));

  it.each(rows)("meets %s", async (_, { reply, code, retryable, hint }) => {
    // Anthropic's word for a long conversation is that of any bad request.
    const spoken =
      backend === "claude_code" && "kind" in reply
        ? { ...reply, kind: "invalid_request_error" }
        : reply;
    const world = await openDelegateWorld(backend, { script: () => spoken });

    const call = world.call({ model: backend === "codex" ? "gpt-5" : "claude-sonnet-4-5" });

    await expect(call).rejects.toMatchObject({
      failure: { code, retryable, hint: expect.stringMatching(hint) },
    });
    expect(world.of("delegate_error")).toMatchObject([{ backend, code, exit_code: 1 }]);
    expect(world.left()).toEqual([]);
  });

  it("meets a server that isn't there", async () => {
    const nowhere = "http://127.0.0.1:9";
    const world = await openDelegateWorld(backend, {
      script: [],
      env: { ANTHROPIC_BASE_URL: nowhere, OPENAI_BASE_URL: `${nowhere}/v1` },
    });

    await expect(world.call()).rejects.toMatchObject({
      failure: { code: "NETWORK", retryable: true },
    });
  });

  it("meets a server that never answers any more, and charges what it had answered", async () => {
    const world = await openDelegateWorld(backend, {
      script: (_request, index) => (index === 0 ? lookAround : { fault: "hang" }),
      env: { ITER_DELEGATE_IDLE_TIMEOUT: "4s" },
      priceOf,
    });

    await expect(world.call({ model })).rejects.toMatchObject({
      failure: {
        code: "DELEGATE_CRASHED",
        retryable: true,
        hint: expect.stringContaining("ITER_DELEGATE_IDLE_TIMEOUT"),
        usage: lookedAround,
      },
    });
    expect(world.left()).toEqual([]);
  });

  it("meets a program that gives no sign of life", async () => {
    const world = await openDelegateWorld(backend, {
      script: () => ({ text: "late" }),
      env: { ITER_DELEGATE_START_TIMEOUT: "20ms" },
    });

    await expect(world.call()).rejects.toMatchObject({
      failure: { code: "DELEGATE_CRASHED", hint: expect.stringContaining("START_TIMEOUT") },
    });
  });

  it("ends the program where it stands when it is aborted, and charges what it used", async () => {
    const abort = new AbortController();
    const world = await openDelegateWorld(backend, {
      script: (_request, index) => {
        if (index === 0) return lookAround;
        setTimeout(() => abort.abort(new Error("enough")), 50);
        return { fault: "hang" };
      },
      priceOf,
    });

    await expect(world.call({ model }, { signal: abort.signal })).rejects.toMatchObject({
      message: "enough",
      failure: { usage: lookedAround },
    });
    expect(world.left()).toEqual([]);
  });

  it.runIf(process.platform === "linux")("meets a program that ends without a result", async () => {
    const world = await openDelegateWorld(backend, {
      script: () => {
        world.kill();
        return { fault: "hang" };
      },
    });

    await expect(world.call()).rejects.toMatchObject({
      failure: {
        code: "DELEGATE_CRASHED",
        retryable: true,
        message: expect.stringMatching(/SIGKILL and gave no result/),
      },
    });
    expect(world.left()).toEqual([]);
  });

  it("names a tool that it can't be allowed, before it starts", async () => {
    const world = await openDelegateWorld(backend, { script: [] });

    await expect(world.call({ tools: ["read_file", "teleport"] })).rejects.toMatchObject({
      failure: { code: "TOOL_DENIED", message: expect.stringContaining("`teleport`") },
    });
    expect(world.told).toEqual([]);
  });

  it("names an MCP server that does not start", async () => {
    const world = await openDelegateWorld(backend, { script: () => ({ text: "without it" }) });
    const task: Partial<DelegateTask> = {
      mcpServers: [
        { name: "broken", transport: "stdio", command: "/nowhere/server", args: [], env: [] },
      ],
    };

    await expect(world.call(task)).rejects.toMatchObject({
      failure: {
        code: "EXECUTION_FAILED",
        retryable: false,
        message: expect.stringContaining("`broken`"),
      },
    });
  });

  it("tells that a session is gone, and begins anew", async () => {
    const world = await openDelegateWorld(backend, { script: () => ({ text: "hello" }) });
    const session = { id: "01a1fdb8-2404-7801-9e4e-760b4a3e0ad4", fork: false };

    const result = await world.call({ session });

    expect(result.text).toBe("hello");
    expect(result.sessionId).not.toBe(session.id);
    expect(world.of("session_lost")).toMatchObject([{ session_id: session.id }]);
  });
});

it("codex is refused a number of turns and half a right to write", async () => {
  const world = await openDelegateWorld("codex", { script: [] });

  await expect(world.call({ maxTurns: 3 })).rejects.toMatchObject({
    failure: { code: "TOOL_DENIED", message: expect.stringContaining("tool_max_steps") },
  });
  await expect(world.call({ tools: ["patch"] })).rejects.toMatchObject({
    failure: { code: "TOOL_DENIED", hint: expect.stringContaining("run_command") },
  });
});

it("claude stops after so many rounds of tools", async () => {
  const world = await openDelegateWorld("claude_code", {
    script: () => ({
      toolCalls: [{ name: "Bash", input: { command: "ls" } }],
      usage: { input: 100, output: 1 },
    }),
  });

  await expect(world.call({ maxTurns: 1 })).rejects.toMatchObject({
    failure: {
      code: "EXECUTION_FAILED",
      hint: expect.stringContaining("tool_max_steps"),
      usage: { input_tokens: 200, cost_source: "reported" },
    },
  });
});

it("claude stops at what is left of the budget, and what it used is charged", async () => {
  const world = await openDelegateWorld("claude_code", {
    script: () => ({
      toolCalls: [{ name: "Bash", input: { command: "ls" } }],
      usage: { input: 100_000, output: 1_000 },
    }),
  });

  const call = world.call({ budgetUsd: 0.01 });

  await expect(call).rejects.toMatchObject({
    failure: {
      code: "BUDGET_EXCEEDED",
      retryable: false,
      usage: { cost_usd: expect.toSatisfy((cost: number) => cost > 0.01) },
    },
  });
});

it("claude is asked to give up after a few attempts of its own", async () => {
  const world = await openDelegateWorld("claude_code", {
    script: () => ({ status: 429 }),
    env: { CLAUDE_CODE_MAX_RETRIES: undefined },
  });

  await expect(world.call()).rejects.toMatchObject({ failure: { code: "RATE_LIMITED" } });
  expect(world.server.requests).toHaveLength(3);
});

it("claude says itself that a login is worth nothing", async () => {
  const world = await openDelegateWorld("claude_code", {
    script: [],
    env: { ANTHROPIC_API_KEY: undefined },
  });
  mkdirSync(join(world.home, ".claude"));
  writeFileSync(join(world.home, ".claude/.credentials.json"), "{}");

  await expect(world.call()).rejects.toMatchObject({
    failure: { code: "AUTH_FAILED", cause: expect.stringContaining("/login") },
  });
});

it("claude without a key says so before it starts", async () => {
  const world = await openDelegateWorld("claude_code", {
    script: [],
    env: { ANTHROPIC_API_KEY: "" },
  });

  await expect(world.call()).rejects.toMatchObject({ failure: { code: "AUTH_FAILED" } });
});

describe.each(backends)("%s", (backend) => {
  const shell = { claude_code: "Bash", codex: "exec_command" }[backend];

  it("does not know the conversation that was kept", async () => {
    const id = "01a1fdb8-2404-7801-9e4e-760b4a3e0ad4";
    const kept = new Map([[`${backend}/${id}.jsonl`, ""]]);
    const world = await openDelegateWorld(backend, { script: () => ({ text: "hello" }), kept });

    await expect(world.call({ session: { id, fork: false } })).rejects.toMatchObject({
      failure: { code: "SESSION_UNAVAILABLE", hint: expect.stringContaining("fresh") },
    });
    expect(world.of("delegate_error")).toMatchObject([{ code: "SESSION_UNAVAILABLE" }]);
  });

  it("goes on when a command fails", async () => {
    const input = backend === "codex" ? { cmd: "exit 7" } : { command: "exit 7" };
    const world = await openDelegateWorld(backend, {
      script: (_request, at) =>
        at === 0 ? { toolCalls: [{ name: shell, input }] } : { text: "It failed." },
    });

    const { text } = await world.call({ tools: ["run_command"] });

    expect(text).toBe("It failed.");
    const seen = [...world.of("tool_error"), ...world.of("tool_called")];
    expect(seen.map((each) => each["error"] ?? each["output"])).toEqual([
      expect.stringMatching(/exit code 7/i),
    ]);
    expect(world.of("delegate_finished")).toMatchObject([{ exit_code: 0 }]);
  });

  it("works where there is no repository, by a model that it has never heard of", async () => {
    const world = await openDelegateWorld(backend, { script: () => ({ text: "hello" }) });
    rmSync(join(world.workspace.folder, ".git"), { recursive: true });

    const { text } = await world.call({ model: "house-model-7" });

    expect(text).toBe("hello");
    expect(world.server.requests.at(-1)?.body["model"]).toBe("house-model-7");
  });
});

it("claude is told that the server has too much to do", async () => {
  const world = await openDelegateWorld("claude_code", {
    script: () => ({ status: 529, kind: "overloaded_error", message: "Overloaded" }),
  });

  await expect(world.call()).rejects.toMatchObject({
    failure: { code: "PROVIDER_UNAVAILABLE", retryable: true },
  });
});
