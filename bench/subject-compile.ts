/**
 * Compiles a file and prints how long it took.
 *
 * `warm FILE`: CPU time of the main thread, the median of many batches in a process that has done it
 * so often that the machine code has settled. What other processes do to the wall clock doesn't
 * count; collecting garbage does. `cold FILE`: wall time of the one time of a fresh process.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { kinds } from "../src/core/kinds/index.ts";
import { parse } from "../src/core/languages/iter/parse.ts";
import { vocabulary } from "../src/core/languages/iter/vocabulary.ts";
import { compileSource } from "../src/core/standard.ts";
import { createSourceFile } from "../src/core/text/source-file.ts";
import { medianOf } from "./measure.ts";

/** How often a call is made before it is measured, how many batches are measured, and of how many calls. */
const [warmUps, batches, perBatch] = [2_000, 30, 50];

const [mode, path = ""] = process.argv.slice(2);
const text = readFileSync(path, "utf8");
const lines = text.split("\n").length;
const figures = mode === "warm" ? measureWarm() : measureCold();
process.stdout.write(`${JSON.stringify(figures)}\n`);

function measureWarm(): Readonly<Record<string, number>> {
  const event = recordedEvent();
  return {
    lines,
    bytes: Buffer.byteLength(text),
    parse_us: timeWarm(parseOnce),
    compile_us: timeWarm(compileOnce),
    json_us:
      timeWarm(() => {
        for (let index = 0; index < 500; index += 1) JSON.parse(event);
      }) / 500,
  };
}

function measureCold(): Readonly<Record<string, number>> {
  const start = performance.now();
  compileOnce();
  const check_ms = performance.now() - start;
  return { lines, check_ms, lines_per_s: (lines / check_ms) * 1_000 };
}

function parseOnce(): void {
  let faults = 0;
  parse(createSourceFile(path, text), vocabulary(kinds), () => (faults += 1));
  if (faults > 0) throw new Error(`${path} has ${faults} faults`);
}

function compileOnce(): void {
  const { graph, diagnostics } = compileSource(path, text, { sha256 });
  if (graph === null) {
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  }
}

/** A finished node's event of 356 bytes, as it stands in a log. */
function recordedEvent(): string {
  const event = {
    seq: 1042,
    ts: "2026-01-15T09:30:12.418Z",
    type: "node_finished",
    run: "run_5b1f0c9a7d3e",
    node: "review_12",
    branch: "main",
    activation: "act_1042",
    attempt: 1,
    data: {
      output: { approved: false, summary: "", findings: ["parser.go:12", "parser.go:40"] },
      usage: { inputTokens: 5120, outputTokens: 318, costUsd: 0.0123 },
    },
  };
  const room = 356 - JSON.stringify(event).length;
  event.data.output.summary = "Two findings remain. ".repeat(5).slice(0, room);
  return JSON.stringify(event);
}

/** µs of one call on the main thread: the median of many batches, after many that warm up. */
function timeWarm(work: () => void): number {
  for (let index = 0; index < warmUps; index += 1) work();
  const times: number[] = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const before = process.threadCpuUsage();
    for (let index = 0; index < perBatch; index += 1) work();
    const { user, system } = process.threadCpuUsage(before);
    times.push((user + system) / perBatch);
  }
  return medianOf(times);
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
