/**
 * Compiles a file and prints how long it took: `warm FILE` the median of many times in a process
 * that has done it before, `cold FILE` the one time of a fresh process.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { kinds } from "../src/core/kinds/index.ts";
import { parse } from "../src/core/languages/iter/parse.ts";
import { vocabulary } from "../src/core/languages/iter/vocabulary.ts";
import { compileSource } from "../src/core/standard.ts";
import { createSourceFile } from "../src/core/text/source-file.ts";
import { medianOf } from "./measure.ts";

const [mode, path = ""] = process.argv.slice(2);
const text = readFileSync(path, "utf8");
const lines = text.split("\n").length;
const figures = mode === "warm" ? measureWarm() : measureCold();
process.stdout.write(`${JSON.stringify(figures)}\n`);

function measureWarm(): Readonly<Record<string, number>> {
  return {
    lines,
    bytes: Buffer.byteLength(text),
    parse_us: timeWarm(parseOnce),
    compile_us: timeWarm(compileOnce),
    json_us: timeWarm(parseJson()),
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

/** A JSON text as long as the file: what this machine takes for something everybody knows. */
function parseJson(): () => void {
  const part = { seq: 7, type: "node_finished", data: { output: { text: "let x = 1", ok: true } } };
  const parts = Array.from(
    { length: Math.ceil(text.length / JSON.stringify(part).length) },
    () => part,
  );
  const json = JSON.stringify(parts);
  return () => {
    JSON.parse(json);
  };
}

/** µs of one call: the median of 300, after 300 that warm up. */
function timeWarm(work: () => void): number {
  const times: number[] = [];
  for (let index = 0; index < 600; index += 1) {
    const start = performance.now();
    work();
    if (index >= 300) times.push(performance.now() - start);
  }
  return medianOf(times) * 1_000;
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
