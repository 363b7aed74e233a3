/**
 * Runs many workflows at once in the file store, and prints durable events a second beside two
 * floors of the same run: a file for each run with one event a sync, in threads, and one file for
 * all with a hundred events a sync.
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
import { planOf, shapes } from "./shapes.ts";
import { createBenchWorld } from "./worlds.ts";

const [runsAsked = "", stepsAsked = "", scratch = ""] = process.argv.slice(2);
const runs = Number(runsAsked);
const steps = Number(stepsAsked);
const plan = planOf(shapes["tool-chain"]?.(steps) ?? "");
const folder = mkdtempSync(join(scratch, "many-"));
const store = createFileStore(folder);
const ids = Array.from({ length: runs }, (_, n) => `run_${n}`);

const start = performance.now();
const ended = await Promise.all(
  ids.map((runId) =>
    startRun(createBenchWorld({ store, clock: createSystemClock() }).world, plan, { runId }),
  ),
);
const elapsed = performance.now() - start;
if (ended.some(({ state }) => state.status !== "finished")) throw new Error("a run didn't finish");
const logs = ids.map((id) => readFileSync(join(folder, "runs", id, "events.jsonl"), "utf8"));
const lines = logs[0]?.trimEnd().split("\n") ?? [];
const events = logs.reduce((sum, log) => sum + log.trimEnd().split("\n").length, 0);

const each = await filePerRun();
const one = oneFile();
rmSync(folder, { recursive: true });
process.stdout.write(
  `${JSON.stringify({
    events_per_second: (events * 1_000) / elapsed,
    file_per_run: each,
    one_file: one,
    times: (events * 1_000) / elapsed / each,
    events,
    runs,
  })}\n`,
);

/** Events a second if each is a write and a sync of its run's own file; a tenth of the runs. */
async function filePerRun(): Promise<number> {
  const some = ids.slice(0, Math.max(1, runs / 10));
  const begun = performance.now();
  await Promise.all(
    some.map(async (id) => {
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
  return (some.length * lines.length * 1_000) / (performance.now() - begun);
}

/** Events a second if a hundred of all runs share one write and one sync. */
function oneFile(): number {
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
