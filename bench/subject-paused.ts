/** Starts runs that wait for a person, and prints what each keeps of this process: heap and timers. */
import { mkdtempSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import { createSystemClock } from "../src/adapters/clocks/system.ts";
import { createFileStore } from "../src/adapters/stores/file/file.ts";
import { startRun } from "../src/core/engine/lifecycle.ts";
import { planOf, shapes } from "./shapes.ts";
import { createBenchWorld } from "./worlds.ts";

const [count = "", scratch = ""] = process.argv.slice(2);
const runs = Number(count);
const plan = planOf(shapes["gate"]?.(1) ?? "");
const folder = mkdtempSync(join(scratch, "paused-"));
const store = createFileStore(folder);
// Until V8 has compiled what it will: its code is no memory of a run.
await pause("warm", 1_000);
const [heapBefore, timersBefore] = [heap(), timers()];
const start = performance.now();
await pause("run", runs);
const us_per_run = ((performance.now() - start) * 1_000) / runs;
const [heapAfter, timersAfter] = [heap(), timers()];
const cpuBefore = process.cpuUsage();
await sleep(2_000);
const idle = process.cpuUsage(cpuBefore);
rmSync(folder, { recursive: true });
process.stdout.write(
  `${JSON.stringify({
    heap_bytes: Math.max(0, heapAfter - heapBefore) / runs,
    timers: timersAfter - timersBefore,
    idle_cpu: (idle.user + idle.system) / 2_000_000,
    us_per_run,
    runs,
  })}\n`,
);

async function pause(prefix: string, many: number): Promise<void> {
  for (let n = 0; n < many; n += 1) {
    const { world } = createBenchWorld({ store, clock: createSystemClock() });
    const { state } = await startRun(world, plan, { runId: `${prefix}_${n}` });
    if (state.status !== "paused_waiting_human") throw new Error(`a run is ${state.status}`);
  }
}

function heap(): number {
  for (let round = 0; round < 4; round += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name !== "TTYWrap").length;
}
