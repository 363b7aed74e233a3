import { expect, it } from "vitest";
import { RunFailure } from "#core/run/failure.ts";
import type { InformingType } from "#core/run/events.ts";
import type { Fields } from "#core/graph/value.ts";
import type { DelegateTask } from "#core/ports/delegate.ts";
import type { ShellPort, ShellTask } from "#core/ports/shell.ts";
import {
  calm,
  edges,
  finished,
  graph,
  jumpingClock,
  node,
  objectSchema,
  request,
  simulator,
  site,
} from "./simulation.ts";

const options = { signal: calm };

function task(nodeId: string, some: Partial<DelegateTask> = {}): DelegateTask {
  return {
    backend: "claude_code",
    model: null,
    system: "",
    prompt: "go",
    schema: null,
    readonly: false,
    tools: null,
    mcpServers: [],
    maxTurns: 0,
    reasoningEffort: null,
    session: null,
    mayAsk: false,
    budgetUsd: null,
    env: [],
    site: site(nodeId, { step: "delegate:0" }),
    ...some,
  };
}

function command(nodeId: string): ShellTask {
  return { command: "make", env: {}, passEnv: [], site: site(nodeId, { step: "command" }) };
}

it("answers with the output as JSON at the cost that the script says", async () => {
  const { models } = simulator(
    "nodes: { review: [{ output: { ok: true }, usage: { input_tokens: 9, output_tokens: 1, cost_usd: 0.5 } }] }",
  );

  const response = await models.generate(request("review"), { signal: calm });

  expect(response).toEqual({
    model: "simulate/any",
    text: '{"ok":true}',
    toolCalls: [],
    finishReason: "stop",
    usage: {
      input_tokens: 9,
      output_tokens: 1,
      cache_read_tokens: 0,
      cache_write_tokens: 0,
      cost_usd: 0.5,
      cost_source: "reported",
    },
  });
});

it("takes time from the clock", async () => {
  const clock = jumpingClock();
  const { models } = simulator("nodes: { review: [{ text: x, duration: 60s }] }", { clock });

  await models.generate(request("review"), options);

  expect(clock.now()).toBe(60_000);
});

it("asks for tools and gives their results in order", async () => {
  const { models, tools } = simulator(`
nodes:
  review:
    - tool_calls:
        - { tool: read_file, input: { path: a.ts } }
        - { tool: read_file, input: { path: b.ts } }
        - { tool: tree }
tools:
  read_file: [{ result: "let x = 1" }, { result: { lines: 2 } }]
`);

  const { toolCalls, finishReason } = await models.generate(request("review"), options);
  const place = (step: string) => ({ ...options, site: site("review", { step }) });
  const first = await tools.call("read_file", {}, place("tool:0.0"));
  const second = await tools.call("read_file", {}, place("tool:0.1"));
  const third = await tools.call("tree", {}, place("tool:0.2"));

  expect(finishReason).toBe("tool_calls");
  expect(toolCalls.map(({ name, input }) => [name, input])).toEqual([
    ["read_file", { path: "a.ts" }],
    ["read_file", { path: "b.ts" }],
    ["tree", {}],
  ]);
  expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(3);
  expect([first.output, second.output, third.output]).toEqual(["let x = 1", '{"lines":2}', "ok"]);
});

it("knows after a resume which tool results were given", async () => {
  const { models, tools } = simulator(`
nodes: { review: [{ text: x }] }
tools: { read_file: [{ result: one }, { result: two }] }
`);
  const turn = {
    toolCalls: [
      { id: "1", name: "read_file", input: {} },
      { id: "2", name: "read_file", input: {} },
    ],
  };
  models.observe?.(finished(site("review"), turn));
  models.observe?.(finished(site("review", { step: "tool:0.0" }), "one"));

  const { output } = await tools.call(
    "read_file",
    {},
    { signal: calm, site: site("review", { step: "tool:0.1" }) },
  );

  expect(output).toBe("two");
});

it("lists the tools that the graph and the script name", () => {
  const { tools } = simulator("tools: { tree: [{ result: x }] }", {
    graph: graph([node("a", "agent", { tools: ["read_file", "mcp.files.*"] })], edges("a -> done")),
  });

  expect(tools.list().map(({ name }) => name)).toEqual(["read_file", "tree"]);
  expect([tools.readsOnly("read_file"), tools.readsOnly("run_command")]).toEqual([true, false]);
});

it("plays a model's question as a call of the tool for it", async () => {
  const { models } = simulator("nodes: { review: [{ ask: { question: Which? } }] }");
  const tools = [{ name: "ask_user", description: "", inputSchema: {} }];

  const { toolCalls } = await models.generate({ ...request("review"), tools }, options);

  expect(toolCalls).toMatchObject([{ name: "ask_user", input: { question: "Which?" } }]);
});

it("refuses a question of a model that may not ask", async () => {
  const { models } = simulator("nodes: { review: [{ ask: { question: Which? } }] }");

  await expect(models.generate(request("review"), options)).rejects.toThrow(/may not ask/);
});

it("refuses a command's item for a model", async () => {
  const { models } = simulator("nodes: { review: [{ stdout: x }] }");

  await expect(models.generate(request("review"), options)).rejects.toThrow(RunFailure);
});

it("plays a delegate that asks, then answers in the same session", async () => {
  const { delegates, models } = simulator(`
nodes:
  review:
    - ask: { question: "Which branch?", fields: { branch: { type: string } } }
    - output: { branch: main }
`);
  const events: [InformingType, Fields][] = [];
  const told = {
    signal: calm,
    onEvent: (type: InformingType, data: Fields) => events.push([type, data]),
  };
  const first = task("review", { mayAsk: true, budgetUsd: null, readonly: true, tools: ["Read"] });

  const asked = await delegates.execute(first, told);
  models.observe?.(finished(first.site));
  const session = { id: asked.sessionId ?? "", fork: false };
  const second = task("review", {
    schema: objectSchema({ branch: { type: "string" } }),
    session,
    site: site("review", { step: "delegate:1" }),
  });
  const answered = await delegates.execute(second, told);

  expect(asked.question).toEqual({ text: "Which branch?", fields: { branch: { type: "string" } } });
  expect(answered).toMatchObject({ structured: { branch: "main" }, sessionId: asked.sessionId });
  expect(events[0]).toEqual([
    "delegate_started",
    { backend: "claude_code", step: "delegate:0", access: "read_only", allowed_tools: ["Read"] },
  ]);
  expect(events.map(([type]) => type)).toEqual([
    "delegate_started",
    "delegate_finished",
    "delegate_started",
    "delegate_finished",
  ]);
  expect(events[2]?.[1]).toMatchObject({ access: "workspace_write", resume: true, fork: false });
});

it("does not let a delegate ask that may not", async () => {
  const { delegates } = simulator("nodes: { review: [{ ask: { question: Which? } }] }");

  await expect(
    delegates.execute(task("review"), { signal: calm, onEvent: () => undefined }),
  ).rejects.toThrow(/may not ask/);
});

it("plays commands", async () => {
  const clock = jumpingClock();
  const { shell } = simulator(
    'nodes: { review: [{ stdout: { count: 3 }, stderr: "no rule\\n", exit_code: 2, duration: 4s }] }',
    { clock },
  );

  const result = await shell.run(command("review"), options);

  expect(result).toEqual({
    exitCode: 2,
    signal: null,
    stdout: '{"count":3}',
    stderr: "no rule\n",
    durationMs: 4000,
  });
  expect(clock.slept).toEqual([4000]);
});

it("really runs commands without items while time stands still, if the script wants it", async () => {
  const order: string[] = [];
  const shell: ShellPort = {
    run: ({ command: line }) => {
      order.push(`run ${line ?? ""}`);
      return Promise.resolve({
        exitCode: 0,
        signal: null,
        stdout: "real",
        stderr: "",
        durationMs: 5,
      });
    },
  };
  const clock = {
    ...jumpingClock(),
    hold: () => {
      order.push("hold");
      return () => order.push("release");
    },
  };
  const script = "nodes: { review: [{ stdout: scripted }] }\nrun_tools: true";
  const simulated = simulator(script, { shell, clock });

  const scripted = await simulated.shell.run(command("review"), options);
  const real = await simulated.shell.run(command("other"), options);

  expect([scripted.stdout, real.stdout]).toEqual(["scripted", "real"]);
  expect(order).toEqual(["hold", "run make", "release"]);
});

it("runs no command without being told to", async () => {
  const shell: ShellPort = { run: () => Promise.reject(new Error("really run")) };
  const { shell: simulated } = simulator("nodes: {}", { shell });

  await expect(simulated.run(command("other"), options)).rejects.toThrow(/no item 1 for `other`/);
});

it("computes the cost of real models from the script's tokens", async () => {
  const script = "nodes: { review: [{ text: x, usage: { input_tokens: 10 } }] }";
  const pricing = {
    hasPrice: (model: string) => model === "anthropic/known",
    cost: (model: string, { input_tokens }: { input_tokens: number }) =>
      model === "anthropic/known" ? input_tokens * 2 : undefined,
  };
  const ask = async (model: string) => {
    const { models } = simulator(script, { pricing });
    const { usage } = await models.generate(request("review", { model }), options);
    return [models.hasPrice(model), usage.cost_usd, usage.cost_source];
  };

  expect(await ask("anthropic/known")).toEqual([true, 20, "computed"]);
  expect(await ask("house/unknown")).toEqual([false, 0, "unknown"]);
  expect(await ask("simulate/any")).toEqual([true, 0, "reported"]);
});
