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
  const { world } = createBenchWorld({
    store: createLineStore(lines),
    clock: createVirtualClock(0),
  });
  const start = performance.now();
  const { state } = await startRun(world, what, { runId: "run_bench" });
  const elapsed = performance.now() - start;
  if (state.status !== "finished") throw new Error(`the run ended ${state.status}`);
  return { elapsed, nodes: lines.filter((line) => line.includes('"type":"node_started"')).length };
}
