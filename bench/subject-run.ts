/**
 * Runs a workflow in memory, every event serialised, and prints µs per step.
 *
 * `loop N`: one compute node N times round; `chain N`: N distinct compute nodes, one after the
 * other; `agent-loop N`: one agent with a model in this process, N times round.
 */
import { createHash } from "node:crypto";
import { createVirtualClock } from "../src/adapters/clocks/virtual.ts";
import { startRun } from "../src/core/engine/lifecycle.ts";
import type { World } from "../src/core/engine/world.ts";
import type { Graph } from "../src/core/graph/graph.ts";
import { kinds } from "../src/core/kinds/index.ts";
import type { ModelPort } from "../src/core/ports/model.ts";
import type { RunStore } from "../src/core/ports/store.ts";
import { noUsage } from "../src/core/run/failure.ts";
import { createPlan } from "../src/core/run/plan.ts";
import type { RunPlan } from "../src/core/run/plan.ts";
import { compileSource } from "../src/core/standard.ts";
import { medianOf } from "./measure.ts";

const shapes: Readonly<Record<string, (steps: number) => string>> = {
  loop: (steps) => `compute step:
  expr:
    n: "default(input.n, 0) + 1"

workflow loop:
  entry: step
  step -> step when "n < ${steps}" as again(${steps})
  step -> done
`,
  chain: (steps) => {
    const numbers = Array.from({ length: steps }, (_, index) => index);
    return `${numbers.map((n) => `compute step_${n}:\n  expr:\n    n: "default(input.n, 0) + 1"\n`).join("\n")}
workflow chain:
  entry: step_0
${numbers.map((n) => `  step_${n} -> ${n + 1 < steps ? `step_${n + 1}` : "done"}\n`).join("")}`;
  },
  "agent-loop": (steps) => `schema counted:
  n: int

prompt count:
  The last number was {{input.n}}. Say the next one.

agent step:
  model: "simulate/counter"
  user: count
  output: counted

workflow counting:
  entry: step
  step -> step when "n < ${steps}" as again(${steps})
  step -> done
`,
};

const [shape = "", count = ""] = process.argv.slice(2);
const steps = Number(count);
const plan = planOf(shapes[shape]?.(steps) ?? "");
const times: number[] = [];
let started = 0;
for (let run = 0; run < 7; run += 1) {
  const { elapsed, nodes } = await runOnce(plan);
  if (nodes !== steps + 1) throw new Error(`${nodes - 1} of ${steps} steps were made`);
  if (run >= 2) times.push(elapsed);
  started += nodes;
}
const us_per_step = (medianOf(times) * 1_000) / steps;
process.stdout.write(`${JSON.stringify({ us_per_step, steps: started })}\n`);

async function runOnce(
  what: RunPlan,
): Promise<{ readonly elapsed: number; readonly nodes: number }> {
  const lines: string[] = [];
  const start = performance.now();
  const { state } = await startRun(worldOf(lines), what, { runId: "run_bench" });
  const elapsed = performance.now() - start;
  if (state.status !== "finished") throw new Error(`the run ended ${state.status}`);
  return { elapsed, nodes: lines.filter((line) => line.includes('"type":"node_started"')).length };
}

function worldOf(lines: string[]): World {
  let n = 0;
  const models: ModelPort = {
    hasPrice: () => true,
    check: () => undefined,
    generate: () => {
      n += 1;
      const text = JSON.stringify({ n });
      const reply = { model: "simulate/counter", text, toolCalls: [], usage: noUsage };
      return Promise.resolve({ ...reply, finishReason: "stop" as const });
    },
  };
  const unused = (): never => {
    throw new Error("nothing of this is used");
  };
  return {
    models,
    store: storeOf(lines),
    clock: createVirtualClock(0),
    delegates: { execute: unused, check: unused },
    shell: { run: unused },
    tools: { list: () => [], readsOnly: unused, call: unused },
    kinds,
    engineVersion: "0.0.0",
    process: { pid: 1, host: "bench" },
    sha256,
  };
}

/** Keeps each event as its line of JSON. */
function storeOf(lines: string[]): RunStore {
  const writer = {
    epoch: 1,
    append: (events: readonly object[]) => {
      for (const event of events) lines.push(JSON.stringify(event));
      return undefined;
    },
    writeFile: () => Promise.resolve(),
    onCancelRequest: () => undefined,
    release: () => Promise.resolve(),
  };
  return {
    location: "memory",
    list: () => Promise.resolve([]),
    exists: () => Promise.resolve(false),
    read: () => Promise.resolve({ events: [], repaired: { droppedBytes: 0, ignoredLines: 0 } }),
    readFile: () => Promise.resolve(undefined),
    create: () => Promise.resolve(writer),
    acquire: () => Promise.resolve(writer),
    holder: () => Promise.resolve(undefined),
    requestCancel: () => Promise.resolve(),
  };
}

function planOf(text: string): RunPlan {
  const planned = createPlan({
    graph: graphOf(text),
    source: { path: "bench.iter", text, sha256: sha256(text) },
    simulated: true,
  });
  if ("refusal" in planned) throw planned.refusal;
  return planned.plan;
}

function graphOf(text: string): Graph {
  const { graph, diagnostics } = compileSource("bench.iter", text, {
    simulate: true,
    planning: true,
    sha256,
  });
  if (graph === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return graph;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
