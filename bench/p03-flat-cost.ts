/** P3: a step of a run through 10,000 distinct nodes costs what one through 100 does. */
import { figureOf, ratioOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds } from "./measure.ts";
import { iterRun } from "./subjects.ts";

export const p03: Goal = {
  id: "P3",
  title: "flat cost: 10,000 distinct nodes against 100",
  measure(context) {
    const raw = measureRounds(
      [iterRun(context, "chain", 10_000), iterRun(context, "chain", 100)],
      context.rounds,
    );
    const [long, short] = raw;
    return {
      raw,
      figures: [long, short].map((one) => figureOf(one, "us_per_step", "µs/step")),
      ratios: [
        {
          name: "µs/step at 10,000 ÷ at 100",
          value: ratioOf(long, short, "us_per_step"),
          gate: 1.5,
          moon: 1.1,
        },
      ],
    };
  },
};
