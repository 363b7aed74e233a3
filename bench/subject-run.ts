/**
 * Runs a workflow in memory, every event serialised, and prints µs per step.
 *
 * `loop N`: one compute node N times round; `chain N`: N distinct compute nodes, one after the
 * other; `agent-loop N`: one agent with a model in this process, N times round.
 */
import { createVirtualClock } from "../src/adapters/clocks/virtual.ts";
import { startRun } from "../src/core/engine/lifecycle.ts";
import type { RunPlan } from "../src/core/run/plan.ts";
import { medianOf } from "./measure.ts";
import { planOf, shapes } from "./shapes.ts";
import { createBenchWorld, createLineStore } from "./worlds.ts";

const [shape = "", count = ""] = process.argv.slice(2);
const steps = Number(count);
const plan = planOf(shapes[shape]?.(steps) ?? "");
const times: number[] = [];
const cpuTimes: number[] = [];
let started = 0;
for (let run = 0; run < 7; run += 1) {
  const { elapsed, cpu, nodes } = await runOnce(plan);
  if (nodes !== steps + 1) throw new Error(`${nodes - 1} of ${steps} steps were made`);
  if (run >= 2) {
    times.push(elapsed);
    cpuTimes.push(cpu);
  }
  started += nodes;
}
const us_per_step = (medianOf(times) * 1_000) / steps;
const cpu_us_per_step = medianOf(cpuTimes) / steps;
process.stdout.write(`${JSON.stringify({ us_per_step, cpu_us_per_step, steps: started })}\n`);

interface Ran {
  readonly elapsed: number;
  /** µs of CPU, which a busy machine changes less. */
  readonly cpu: number;
  readonly nodes: number;
}

async function runOnce(what: RunPlan): Promise<Ran> {
  const lines: string[] = [];
  const { world } = createBenchWorld({
    store: createLineStore(lines),
    clock: createVirtualClock(0),
  });
  const before = process.cpuUsage();
  const start = performance.now();
  const { state } = await startRun(world, what, { runId: "run_bench" });
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  if (state.status !== "finished") throw new Error(`the run ended ${state.status}`);
  const cpu = user + system;
  return {
    elapsed,
    cpu,
    nodes: lines.filter((line) => line.includes('"type":"node_started"')).length,
  };
}
