/**
 * Runs 1,000 steps that give 1 kB each, and prints the bytes on disk for each byte of output when
 * the run is over: log, caches and all other files of the run.
 *
 * `text-loop N`: a compute node; `tool-loop N`: a command, whose recorded result is kept as well.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createSystemClock } from "../src/adapters/clocks/system.ts";
import { createFileStore } from "../src/adapters/stores/file/file.ts";
import { startRun } from "../src/core/engine/lifecycle.ts";
import { createRunFiles } from "../src/core/report/run-files.ts";
import { drawings } from "../src/core/standard.ts";
import { planOf, shapes } from "./shapes.ts";
import { createBenchWorld } from "./worlds.ts";

const [shape = "", count = "", scratch = ""] = process.argv.slice(2);
const steps = Number(count);
const folder = mkdtempSync(join(scratch, "size-"));
const files = createRunFiles([], drawings);
const { world } = createBenchWorld({
  store: createFileStore(folder),
  clock: createSystemClock(),
  printed: "x".repeat(1_000),
});
const { state } = await startRun(
  { ...world, caches: files.files, reporters: [files.reporter] },
  planOf(shapes[shape]?.(steps) ?? ""),
  { runId: "run_size" },
);
if (state.status !== "finished") throw new Error(`the run ended ${state.status}`);
const outputs = Object.values(state.activations)
  .filter(({ node }) => node === "step")
  .map(({ output }) => JSON.stringify(output).length);
if (outputs.length !== steps) throw new Error(`${outputs.length} of ${steps} steps were made`);
const runFolder = join(folder, "runs", "run_size");
const disk = readdirSync(runFolder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
const report = statSync(join(runFolder, "report.md")).size;
rmSync(folder, { recursive: true });
const output = outputs.reduce((sum, bytes) => sum + bytes, 0);
process.stdout.write(
  `${JSON.stringify({ ratio: disk / output, log_ratio: (disk - report) / output, disk, output, steps })}\n`,
);
