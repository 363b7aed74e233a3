/**
 * Writes the logs of many runs at once, and prints durable events a second: through the file store,
 * each run appending one event after the other; by the engine, each run a workflow from its start
 * to its end; and beside both two floors of the same lines: a file for each run with a sync for
 * each event, in threads, and one file for all with a sync for each hundred events.
 */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { createSystemClock } from "../src/adapters/clocks/system.ts";
import { createFileStore } from "../src/adapters/stores/file/file.ts";
import { startRun } from "../src/core/engine/lifecycle.ts";
import type { RunEvent } from "../src/core/run/events.ts";
import { planOf, shapes } from "./shapes.ts";
import { createBenchWorld } from "./worlds.ts";

const [runsAsked = "", stepsAsked = "", scratch = ""] = process.argv.slice(2);
const runs = Number(runsAsked);
const steps = Number(stepsAsked);
const plan = planOf(shapes["tool-chain"]?.(steps) ?? "");
const folder = mkdtempSync(join(scratch, "many-"));
const ids = Array.from({ length: runs }, (_, n) => `run_${n}`);

const byEngine = await measureEngine();
const events = linesOf(join(folder, "engine"), "run_0").map((line) => JSON.parse(line) as RunEvent);
const byStore = await measureStore();
const lines = linesOf(join(folder, "store"), "run_0");
const each = await measureFilePerRun();
const one = measureOneFile();
rmSync(folder, { recursive: true });
process.stdout.write(
  `${JSON.stringify({
    store: byStore,
    engine: byEngine,
    file_per_run: each,
    one_file: one,
    store_times: byStore / each,
    engine_times: byEngine / each,
    events: events.length * runs,
    runs,
  })}\n`,
);

/** Events a second of workflows: starting each, its commands, folding, ending it. */
async function measureEngine(): Promise<number> {
  const store = createFileStore(join(folder, "engine"));
  const start = performance.now();
  const ended = await Promise.all(
    ids.map((runId) =>
      startRun(createBenchWorld({ store, clock: createSystemClock() }).world, plan, { runId }),
    ),
  );
  const elapsed = performance.now() - start;
  if (ended.some(({ state }) => state.status !== "finished"))
    throw new Error("a run didn't finish");
  return (countLines(join(folder, "engine")) * 1_000) / elapsed;
}

/** Events a second of the store alone, appended one by one; runs are made before and let go after. */
async function measureStore(): Promise<number> {
  const store = createFileStore(join(folder, "store"));
  const writers = await Promise.all(ids.map((id) => store.create(id)));
  const start = performance.now();
  await Promise.all(
    writers.map(async (writer, n) => {
      for (const event of events) await writer.append([{ ...event, run_id: ids[n] ?? "" }]);
    }),
  );
  const elapsed = performance.now() - start;
  for (const writer of writers) await writer.release();
  const written = countLines(join(folder, "store"));
  if (written !== runs * events.length) throw new Error(`${written} events are in the logs`);
  return (written * 1_000) / elapsed;
}

function countLines(root: string): number {
  return ids.reduce((sum, id) => sum + linesOf(root, id).length, 0);
}

function linesOf(root: string, id: string): readonly string[] {
  return readFileSync(join(root, "runs", id, "events.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
}

/** Events a second if each is a write and a sync of its run's own file. */
async function measureFilePerRun(): Promise<number> {
  const start = performance.now();
  await Promise.all(
    ids.map(async (id) => {
      const file = openSync(join(folder, `${id}.floor`), "a");
      for (const line of lines) {
        writeSync(file, `${line}\n`);
        await new Promise<void>((resolve, reject) => {
          fdatasync(file, (error) => {
            if (error === null) resolve();
            else reject(error);
          });
        });
      }
      closeSync(file);
    }),
  );
  return (ids.length * lines.length * 1_000) / (performance.now() - start);
}

/** Events a second if a hundred of all runs share one write and one sync. */
function measureOneFile(): number {
  const text = Buffer.from(`${lines.join("\n")}\n`.repeat(Math.ceil(100 / lines.length)));
  const file = openSync(join(folder, "one.floor"), "a");
  const begun = performance.now();
  const groups = 200;
  for (let group = 0; group < groups; group += 1) {
    writeSync(file, text);
    fdatasyncSync(file);
  }
  const seconds = (performance.now() - begun) / 1_000;
  closeSync(file);
  return (groups * Math.ceil(100 / lines.length) * lines.length) / seconds;
}
