import { expect, it } from "vitest";
import {
  compileSource,
  createDelegates,
  createFunctions,
  createMemoryStore,
  createModels,
  createShell,
  createSystemClock,
  createTools,
  flowKinds,
  runFlow,
} from "#src/index.ts";
import type { World } from "#src/index.ts";
import { resumeRun, startRun } from "#core/engine/lifecycle.ts";
import { compileFlow } from "#core/flow.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { RunEvent } from "#core/run/events.ts";
import { createPlan } from "#core/run/plan.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { standard } from "#core/standard.ts";
import { sha256 } from "#support/sha256.ts";

const clock = createSystemClock();
const cwd = import.meta.dirname;
const runId = "run_use";

/** A function of the host that fails the first times it is called. */
function createWorld(failures = 0): World {
  let calls = 0;
  const functions = createFunctions({
    clock,
    cwd,
    env: {},
    lent: {
      lookup: ({ input }) => {
        calls += 1;
        return calls <= failures ? Promise.reject(new Error("busy")) : Promise.resolve({ input });
      },
    },
  });
  return {
    store: createMemoryStore(),
    clock,
    models: createModels({ env: {} }),
    delegates: createDelegates({ env: {}, cwd }),
    shell: createShell({ env: {}, cwd }),
    tools: createTools(),
    functions,
    kinds: [...standard.kinds, ...flowKinds],
    engineVersion: "test",
    process: { pid: 1, host: "here" },
    sha256,
  };
}

const flow = {
  path: "look.flow.json",
  text: JSON.stringify({
    name: "look",
    nodes: [
      { id: "start", type: "start", next: "look" },
      { id: "look", type: "tool", tool: "lookup", input: 7, next: "both" },
      { id: "both", type: "parallel", branches: ["left", "right"], next: "large" },
      { id: "left", type: "transform", expression: "input.n", next: "end" },
      { id: "right", type: "tool", tool: "lookup", input: 8 },
      {
        id: "large",
        type: "condition",
        expression: "node_outputs.left == 3",
        on_true: "end",
        on_false: "end",
      },
      { id: "end", type: "end" },
    ],
  }),
};

/** Two branches at once, each of them through the flow; afterwards what both gave. */
const text = `compute prepare:
  expr:
    n: "1 + 2"

router fork:
  mode: fan_out_all

use one:
  file: "look.flow.json"

use two:
  file: "look.flow.json"

compute again:
  expr:
    seen: "run.id"

workflow w:
  entry: prepare
  prepare -> fork
  fork -> one
  fork -> two
  one -> again
  two -> again
  again -> done
`;

function compileWith(source: string): Graph {
  const { graph, diagnostics } = compileSource("main.iter", source, {
    sha256,
    readUse: () => {
      const { graph: used } = compileFlow(flow, { sha256 });
      if (used === null) throw new Error("The flow has errors.");
      return { graph: used, gives: new Map([["large", "bool"]]) };
    },
  });
  if (graph === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return graph;
}

function planOf(graph: Graph): RunPlan {
  const source = { path: "main.iter", text, sha256: sha256(text) };
  const planned = createPlan({ graph, source });
  if ("refusal" in planned) throw planned.refusal;
  return planned.plan;
}

async function logOf(world: World): Promise<readonly RunEvent[]> {
  return (await world.store.read(runId)).events;
}

function compile(): Graph {
  throw new Error("The log has the graph.");
}

const output = {
  look: { input: 7 },
  left: 3,
  right: { input: 8 },
  both: { left: 3, right: { input: 8 } },
  large: true,
};

it("runs a flow as a node, in a scope of its own", async () => {
  const { state } = await startRun(createWorld(), planOf(compileWith(text)), { runId });

  expect(state.status).toBe("finished");
  expect(state.activations["fork#0.one/one#0"]).toMatchObject({ output, meta: { _end: "end" } });
  expect(state.activations["fork#0.two/two#0"]).toMatchObject({ output });
});

it("goes on inside of it, killed after any event", async () => {
  const whole = createWorld();
  const { state } = await startRun(whole, planOf(compileWith(text)), { runId });
  const log = await logOf(whole);

  for (let kept = 1; kept < log.length; kept += 1) {
    const store = createMemoryStore();
    store.put(runId, log.slice(0, kept), new Map());
    const killed = await resumeRun({ ...createWorld(), store }, { runId, compile });
    expect(killed.state.output, `after ${kept} events`).toEqual(state.output);
    expect(killed.state.status).toBe("finished");
  }
});

it("starts what failed in it again, and nothing that has been done", async () => {
  const world = createWorld(1);
  const failed = await startRun(world, planOf(compileWith(text)), { runId });
  const { state } = await resumeRun(world, { runId, compile });
  const events = await logOf(world);
  const made = events.filter(
    ({ type, node_id: node, data }) =>
      type === "step_finished" && node === "look" && data?.["result"],
  );

  expect(failed.state.failure).toMatchObject({
    code: "ToolRetryExhausted",
    details: { node: "look" },
  });
  expect(state.status).toBe("finished");
  expect(made).toHaveLength(2);
});

it("gives the meeting what the branches are told, though a use failed", async () => {
  const tolerant = text.replace("compute again:\n", "compute again:\n  await: best_effort\n");
  const { state } = await startRun(createWorld(1), planOf(compileWith(tolerant)), { runId });

  expect(state.status).toBe("finished");
  expect(state.activations["again#0"]?.input).toMatchObject({
    _failed_branches: [{ code: "ToolRetryExhausted" }],
  });
});

const fan = `vars:
  topic: string
  count: int = 2

compute say:
  expr:
    text: "vars.topic"

router fork:
  mode: fan_out_all

compute left:
  expr:
    count: "vars.count"

use right:
  file: "look.flow.json"

join both:
  strategy: wait_all

workflow fan:
  entry: say
  say -> fork
  fork -> left
  fork -> right with { n: "{{vars.count}}" }
  left -> both
  right -> both
  both -> done
`;

const caller = {
  path: "caller.flow.json",
  text: JSON.stringify({
    name: "caller",
    nodes: [
      { id: "start", type: "start", next: "fan" },
      { id: "fan", type: "subgraph", graph: "fan", next: "end" },
      { id: "end", type: "end" },
    ],
  }),
};

const graphs = { fan: { path: "fan.iter", text: fan } };

function compileOther({ path, text: source }: { readonly path: string; readonly text: string }) {
  const { file, diagnostics } = compileSource(path, source, { sha256 });
  return { file, graph: compileWith(source), diagnostics };
}

it("lets a flow run a workflow, which forks and uses a flow in its turn", async () => {
  const world = createWorld(1);
  const options = { runId, graphs, compileOther, input: { topic: "dogs" } };

  const { result, run } = await runFlow(world, caller, options);
  const again = await resumeRun(world, { runId, compile });

  expect(result).toMatchObject({
    status: "failed",
    error: { code: "ToolRetryExhausted", node_id: "look", within: ["fan", "right"] },
  });
  expect(run?.state.status).toBe("failed_resumable");
  expect(again.state.status).toBe("finished");
  expect(again.state.frames[""]?.outputs["fan"]).toMatchObject({
    terminal_node_id: "done",
    node_outputs: {
      left: { count: 2 },
      right: { look: { input: 7 }, left: 2 },
      say: { text: "dogs" },
    },
  });
});

it("goes on inside of a workflow that a flow runs, killed after any event", async () => {
  const whole = createWorld();
  const options = { runId, graphs, compileOther, input: { topic: "dogs" } };
  const { run } = await runFlow(whole, caller, options);
  const log = await logOf(whole);

  for (let kept = 1; kept < log.length; kept += 1) {
    const store = createMemoryStore();
    store.put(runId, log.slice(0, kept), new Map());
    const { state } = await resumeRun({ ...createWorld(), store }, { runId, compile });
    expect(state.frames[""]?.outputs, `after ${kept} events`).toEqual(
      run?.state.frames[""]?.outputs,
    );
  }
});

it("checks the variables of a workflow that a flow runs", async () => {
  const missing = await runFlow(createWorld(), caller, { runId, graphs, compileOther });
  const wrong = await runFlow(createWorld(), caller, {
    ...{ runId, graphs, compileOther },
    input: { topic: "dogs", count: "many" },
  });

  expect(missing.result.error).toMatchObject({ code: "INPUT_INVALID", node_id: "fan" });
  expect(missing.result.error?.message).toContain("`topic` is missing, and has no default");
  expect(wrong.result.error?.message).toContain("`count`");
});
