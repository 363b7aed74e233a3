/** P13: parsing and compiling a warm 36 kB file, beside the Go implementation's recorded figures. */
import { join } from "node:path";
import { figureOf } from "./goal.ts";
import type { Context, Goal } from "./goal.ts";
import { measureRounds, runSubject, summarize } from "./measure.ts";
import type { Subject } from "./measure.ts";

/** µs for its own 36 kB file, recorded once on a machine of the same sort; there is no Go here. */
const go = { parse: 639, compile: 832 };

/** Compiles a fixture until it is warm. */
function warm({ node, root, subjects }: Context, name: string): Subject {
  const program = join(subjects, "subject-compile.mjs");
  const file = join(root, "bench/fixtures", name);
  return { name: `iter, ${name}`, measure: () => runSubject(node, [program, "warm", file]) };
}

/** µs for JSON.parse of an event of 356 bytes, on that machine. */
const goJson = 1.46;

export const p13: Goal = {
  id: "P13",
  title: "parse and compile a 36 kB file, warm, against the Go implementation",
  measure(context) {
    const raw = measureRounds(
      [warm(context, "port.iter"), warm(context, "dense.iter")],
      context.rounds,
    );
    const [ours, dense] = raw;
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
        { ...figureOf(dense, "compile_us", "µs"), name: "iter, parse and compile a denser file" },
        { name: "Go, parse (recorded)", unit: "µs", median: go.parse, mad: 0, n: 5 },
        { name: "Go, parse and compile (recorded)", unit: "µs", median: go.compile, mad: 0, n: 5 },
        { ...figureOf(ours, "json_us", "µs"), name: "this machine: JSON.parse of an event" },
      ],
      ratios,
      notes: [
        `Ours are CPU time of the main thread, garbage collection included, after 2,000 calls that warm up. Go's figures were not measured in this run: no Go toolchain with that program is here. They are of a file of its own; ours has as many nodes (19), edges (27), mapped inputs, schemas, fields and prompts, in as many bytes. The denser one is as long, with 84 nodes and 162 edges. To compare machines: JSON.parse of an event of 356 bytes took ${json.toFixed(2)} µs here; it took ${goJson.toFixed(2)} µs where Go was measured.`,
      ],
    };
  },
};
