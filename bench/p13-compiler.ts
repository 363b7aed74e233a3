/** P13: parsing and compiling a warm 36 kB file, beside the Go implementation's recorded figures. */
import { join } from "node:path";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds, runSubject, summarize } from "./measure.ts";

/** µs for its own 36 kB file, recorded once on a machine of the same sort; there is no Go here. */
const go = { parse: 639, compile: 832 };

/** µs for JSON.parse of an event of 356 bytes, on that machine. */
const goJson = 1.46;

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
    const json = summarize(ours, "json_us").median;
    const scale = goJson / json;
    const ratios = (["parse", "compile"] as const).flatMap((figure) => {
      const name = figure === "parse" ? "parse ÷ Go" : "parse and compile ÷ Go";
      const value = summarize(ours, `${figure}_us`).median / go[figure];
      return [
        { name, value, gate: 1.2, moon: 0.7 },
        {
          name: `${name}, at the speed of its machine`,
          value: value * scale,
          gate: 1.2,
          moon: 0.7,
        },
      ];
    });
    return {
      raw,
      figures: [
        { ...figureOf(ours, "parse_us", "µs"), name: "iter, parse" },
        { ...figureOf(ours, "compile_us", "µs"), name: "iter, parse and compile" },
        { name: "Go, parse (recorded)", unit: "µs", median: go.parse, mad: 0, n: 5 },
        { name: "Go, parse and compile (recorded)", unit: "µs", median: go.compile, mad: 0, n: 5 },
        { ...figureOf(ours, "json_us", "µs"), name: "this machine: JSON.parse of an event" },
      ],
      ratios,
      notes: [
        `Ours are CPU time of the main thread, garbage collection included, after 2,000 calls that warm up. Go's figures were not measured in this run: no Go toolchain with that program is here. They are of another file of 36 kB. To compare machines: JSON.parse of an event of 356 bytes took ${json.toFixed(2)} µs here; it took ${goJson.toFixed(2)} µs where Go was measured.`,
      ],
    };
  },
};
