/** P14: `validate` of a 36 kB file as a fresh process, against Node alone. */
import { join } from "node:path";
import { figureOf, ratioOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds } from "./measure.ts";
import { wallTime } from "./subjects.ts";

export const p14: Goal = {
  id: "P14",
  title: "`iter validate` of a 36 kB file, cold, against bare Node",
  measure(context) {
    const { node, root } = context;
    const raw = measureRounds(
      [
        wallTime("iter validate", node, [
          join(root, "dist/cli/index.mjs"),
          "validate",
          join(root, "bench/fixtures/port.iter"),
        ]),
        wallTime("bare Node", node, [join(root, "bench/peers/bare.mjs")]),
      ],
      context.rounds * 3,
    );
    const [ours, bare] = raw;
    return {
      raw,
      figures: [ours, bare].map((one) => figureOf(one, "wall_ms", "ms")),
      ratios: [
        {
          name: "validate ÷ bare Node",
          value: ratioOf(ours, bare, "wall_ms"),
          gate: 2.5,
          moon: 1.6,
        },
      ],
    };
  },
};
