/** P2: the same loop against XState, which keeps no log at all. */
import { figureOf, ratioOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds } from "./measure.ts";
import { iterRun, peer } from "./subjects.ts";

const steps = 1_000;

export const p02: Goal = {
  id: "P2",
  title: "engine overhead, loop of 1,000, against XState",
  measure(context) {
    const raw = measureRounds(
      [iterRun(context, "loop", steps), peer(context, "XState", "xstate-loop.mjs", steps)],
      context.rounds,
    );
    const [ours, xstate] = raw;
    return {
      raw,
      figures: [ours, xstate].map((one) => figureOf(one, "us_per_step", "µs/step")),
      ratios: [
        {
          name: "compute loop ÷ XState",
          value: ratioOf(ours, xstate, "us_per_step"),
          gate: 1,
          moon: 1 / 3,
        },
      ],
    };
  },
};
