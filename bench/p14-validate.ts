/** P14: `validate` of a 36 kB file as a fresh process, against Node alone. */
import { join } from "node:path";
import { figureOf, ratioOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { cleanEnv, measureRounds } from "./measure.ts";
import { wallTime } from "./subjects.ts";

export const p14: Goal = {
  id: "P14",
  title: "`iter validate` of a 36 kB file, cold, against bare Node",
  measure(context) {
    const { node, root } = context;
    const words = [
      join(root, "dist/cli/index.mjs"),
      "validate",
      join(root, "bench/fixtures/port.iter"),
    ];
    const uncached = { ...cleanEnv(), NODE_DISABLE_COMPILE_CACHE: "1" };
    const raw = measureRounds(
      [
        wallTime("iter validate", node, words, uncached),
        wallTime("bare Node", node, [join(root, "bench/peers/bare.mjs")]),
        wallTime("iter validate, its code in Node's cache", node, words),
      ],
      context.rounds * 3,
    );
    const [ours, bare] = raw;
    return {
      raw,
      figures: raw.map((one) => figureOf(one, "wall_ms", "ms")),
      ratios: [
        {
          name: "validate ÷ bare Node",
          value: ratioOf(ours, bare, "wall_ms"),
          gate: 2.5,
          moon: 1.6,
        },
      ],
      notes: [
        "Cold means that nothing is compiled: Node's compile cache, which the command line uses, is off for what the gate is about.",
      ],
    };
  },
};
