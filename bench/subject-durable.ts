/**
 * Runs a workflow in the file store, each step's command in this process, and prints µs per step
 * beside the floor: the same bytes, written and synced as often, without an engine.
 *
 * `tool-loop N`: one tool N times round; `tool-chain N`: N distinct tools; `tool-fan N`: N tools
 * side by side between a router and a join. A step's beginning is on disk before its command is
 * made, and its end before the next step's.
 *
 * What is recorded is redacted, as on the command line. A third argument names the folder, a fourth
 * says how many runs come before those that are measured.
 */
import fs, { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { createSystemClock } from "../src/adapters/clocks/system.ts";
import { createFileStore } from "../src/adapters/stores/file/file.ts";
import { startRun } from "../src/core/engine/lifecycle.ts";
import { createRedactor } from "../src/core/run/redact.ts";
import { medianOf } from "./measure.ts";
import { planOf, shapes } from "./shapes.ts";
import { createBenchWorld } from "./worlds.ts";

// How long the run's own syncs take: those of the floor follow one another without a pause.
const { fdatasyncSync } = fs;
let inSyncs = 0;
fs.fdatasyncSync = (file) => {
  const start = performance.now();
  fdatasyncSync(file);
  inSyncs += performance.now() - start;
};
syncBuiltinESMExports();

const [shape = "", count = "", scratch = "", warmUp] = process.argv.slice(2);
const steps = Number(count);
const plan = planOf(shapes[shape]?.(steps) ?? "");
const folder = mkdtempSync(join(scratch, "durable-"));
const redact = createRedactor({ values: ["sk-ant-not-a-key-1234567890", "hunter2-hunter2"] }).value;
const runs: Figures[] = [];
// Short runs take more of them to warm up.
const few = steps < 500 ? { warm: 9, measured: 11 } : { warm: 2, measured: 5 };
const { warm, measured: times } =
  warmUp === undefined ? few : { warm: Number(warmUp), measured: 11 };
for (let run = 0; run < warm + times; run += 1) runs.push(await runOnce(`run_${run}`));
rmSync(folder, { recursive: true });
const measured = runs.slice(warm);
process.stdout.write(
  `${JSON.stringify({
    us_per_step: medianOf(measured.map(({ us }) => us)),
    sync_us: medianOf(measured.map(({ sync }) => sync)),
    floor_us: medianOf(measured.map(({ floor }) => floor)),
    ...(warmUp === undefined ? {} : { over_us: medianOf(measured.map(({ over }) => over)) }),
    ratio: medianOf(measured.map(({ us, floor }) => us / floor)),
    bytes_per_step: medianOf(measured.map(({ bytes }) => bytes)),
    steps: steps * runs.length,
  })}\n`,
);

/** What a run took by the step. */
interface Figures {
  readonly us: number;
  readonly sync: number;
  readonly floor: number;
  readonly over: number;
  readonly bytes: number;
}

async function runOnce(runId: string): Promise<Figures> {
  const { world, effects } = createBenchWorld({
    store: createFileStore(folder),
    clock: createSystemClock(),
    redact,
  });
  inSyncs = 0;
  const start = performance.now();
  const { state } = await startRun(world, plan, { runId });
  const elapsed = performance.now() - start;
  if (state.status !== "finished") throw new Error(`the run ended ${state.status}`);
  if (effects() !== steps) throw new Error(`${effects()} of ${steps} steps were made`);
  const log = readFileSync(join(folder, "runs", runId, "events.jsonl"));
  const bytes = log.length / steps;
  return {
    us: (elapsed * 1_000) / steps,
    sync: (inSyncs * 1_000) / steps,
    floor: measureFloor(Math.round(bytes), 0),
    // Only where it is asked for: the disk has to forget such a file again.
    over: warmUp === undefined ? Number.NaN : measureFloor(Math.round(bytes), steps),
    bytes,
  };
}

/** µs for one write and one fdatasync of so many bytes, over as many such writes as there are already. */
function measureFloor(bytes: number, there: number): number {
  const path = join(folder, "floor");
  const file = openSync(path, "w");
  const text = Buffer.alloc(bytes, "x");
  if (there > 0) {
    writeSync(file, Buffer.alloc(bytes * there), 0, bytes * there, 0);
    fdatasyncSync(file);
  }
  const start = performance.now();
  for (let step = 0; step < steps; step += 1) {
    writeSync(file, text, 0, bytes, step * bytes);
    fdatasyncSync(file);
  }
  const elapsed = performance.now() - start;
  closeSync(file);
  rmSync(path);
  return (elapsed * 1_000) / steps;
}
