/** Flow: long lists, long loops and wide branches cost what short ones do, and what `.iter` costs. */
import { join } from "node:path";
import { figureOf, ratioOf } from "./goal.ts";
import type { Context, Goal } from "./goal.ts";
import { measureRounds, runSubject } from "./measure.ts";
import type { Subject } from "./measure.ts";
import { iterRun } from "./subjects.ts";

/** Sizes that are compared: each shape at its full size and at a tenth or an eighth of it. */
const sizes = {
  map: [10_000, 1_000],
  filter: [10_000, 1_000],
  loop: [1_000, 100],
  parallel: [128, 16],
};

export const flow: Goal = {
  id: "Flow",
  title: "flows: growth by size, memory, and a step against one of `.iter`",
  measure(context) {
    const shapes = Object.entries(sizes);
    const raw = measureRounds(
      [
        ...shapes.flatMap(([shape, both]) => both.map((size) => flowRun(context, shape, size))),
        iterRun(context, "loop", 1_000),
      ],
      context.rounds,
    );
    const growth = shapes.map(([shape, [long = 0, short = 0]], at) => ({
      name: `${shape}: µs at ${long} ÷ at ${short}`,
      value: ratioOf(raw[2 * at], raw[2 * at + 1], "cpu_us_per_step"),
      gate: 1.5,
      moon: 1.1,
    }));
    const memory = {
      name: "map: memory at 10000 ÷ at 1000",
      value: ratioOf(raw[0], raw[1], "rss_mb"),
      gate: 4,
      moon: 2,
    };
    const loop = 2 * Object.keys(sizes).indexOf("loop");
    const against = {
      name: "µs/step of a loop ÷ of one in .iter",
      value: ratioOf(raw[loop], raw.at(-1), "cpu_us_per_step"),
      gate: 1.2,
      moon: 1,
    };
    return {
      raw,
      figures: raw.map((one) => figureOf(one, "cpu_us_per_step", "µs of CPU/step")),
      ratios: [...growth, memory, against],
    };
  },
};

function flowRun({ subjects, node }: Context, shape: string, size: number): Subject {
  const program = join(subjects, "subject-flow.mjs");
  return {
    name: `flow, ${shape} of ${size}`,
    measure: () => runSubject(node, [program, shape, String(size)]),
  };
}
