/**
 * Resumes a run of about 100,000 events that waits for a person, with its snapshot and without, and
 * prints how long each takes until the run is in hand; and how long reading and folding the log
 * takes, per 100,000 events.
 *
 * `delegate-wait`: 100 agents whose delegates tell of 1,000 moves each. `long-wait`: 33,000 visits
 * of one node, whose outputs all stay in the state.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createSystemClock } from "../src/adapters/clocks/system.ts";
import { createFileStore } from "../src/adapters/stores/file/file.ts";
import { resumeRun, startRun } from "../src/core/engine/lifecycle.ts";
import { fold } from "../src/core/run/evolve/evolve.ts";
import { medianOf } from "./measure.ts";
import { graphOf, planOf, shapes } from "./shapes.ts";
import { createBenchWorld } from "./worlds.ts";

const [shape = "", count = "", moves = "0", scratch = ""] = process.argv.slice(2);
const text = shapes[shape]?.(Number(count)) ?? "";
const folder = mkdtempSync(join(scratch, "resume-"));
const store = createFileStore(folder);
const { world } = createBenchWorld({ store, clock: createSystemClock(), moves: Number(moves) });
const runId = "run_long";
const graph = graphOf(text);
await startRun(world, planOf(text), { runId });
const path = (name: string): string => join(folder, "runs", runId, name);
const snapshotBytes = statSync(path("snapshot.json")).size;
const log = readFileSync(path("events.jsonl"), "utf8");
const lines = log.trimEnd().split("\n");

const withSnapshot = await repeat(resume);
rmSync(path("snapshot.json"));
const without = await repeat(resume);
const folding = await repeat(async () => void fold((await store.read(runId)).events));
const parsing = await repeat(() => {
  for (const line of lines) JSON.parse(line);
  return Promise.resolve();
});
rmSync(folder, { recursive: true });
process.stdout.write(
  `${JSON.stringify({
    with_ms: withSnapshot,
    without_ms: without,
    ratio: withSnapshot / without,
    fold_ms_per_100k: (folding * 100_000) / lines.length,
    parse_mb_per_s: log.length / 1_000 / parsing,
    events: lines.length,
    log_mb: log.length / 1e6,
    snapshot_mb: snapshotBytes / 1e6,
  })}\n`,
);

async function resume(): Promise<void> {
  const { state } = await resumeRun(world, { runId, compile: () => graph });
  if (state.status !== "paused_waiting_human") throw new Error(`the run is ${state.status}`);
}

async function repeat(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return medianOf(times.slice(1));
}
