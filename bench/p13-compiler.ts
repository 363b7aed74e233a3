/** P13: parsing and compiling a warm 36 kB file, beside the Go implementation's recorded figures. */
import { join } from "node:path";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds, runSubject, summarize } from "./measure.ts";

/** µs for its own 36 kB file, recorded once on a machine of the same sort; there is no Go here. */
const go = { parse: 639, compile: 832 };

export const p13: Goal = {
  id: "P13",
  title: "parse and compile a 36 kB file, warm, against the Go implementation",
  measure(context) {
    const file = join(context.root, "bench/fixtures/port.iter");
    const program = join(context.subjects, "subject-compile.mjs");
    const raw = measureRounds(
      [{ name: "iter, 36 kB", measure: () => runSubject(context.node, [program, "warm", file]) }],
      context.rounds,
    );
    const [ours] = raw;
    const reference = summarize(ours, "json_us").median;
    return {
      raw,
      figures: [
        { ...figureOf(ours, "parse_us", "µs"), name: "iter, parse" },
        { ...figureOf(ours, "compile_us", "µs"), name: "iter, parse and compile" },
        { name: "Go, parse (recorded)", unit: "µs", median: go.parse, mad: 0, n: 5 },
        { name: "Go, parse and compile (recorded)", unit: "µs", median: go.compile, mad: 0, n: 5 },
        { ...figureOf(ours, "json_us", "µs"), name: "this machine: JSON.parse of 36 kB" },
      ],
      ratios: [
        {
          name: "parse ÷ Go",
          value: summarize(ours, "parse_us").median / go.parse,
          gate: 1.2,
          moon: 0.7,
        },
        {
          name: "parse and compile ÷ Go",
          value: summarize(ours, "compile_us").median / go.compile,
          gate: 1.2,
          moon: 0.7,
        },
      ],
      notes: [
        `Go's figures were not measured in this run: no Go toolchain with that program is here. They are of another file of 36 kB. To compare machines: JSON.parse of 36 kB took ${reference.toFixed(0)} µs here; it took about 145 µs (248 MB/s) where Go was measured.`,
      ],
    };
  },
};
