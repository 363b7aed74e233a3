/** P21: a step on Node 20 against one on Node 24; context that is passed, not found, keeps them near. */
import { figureOf, ratioOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds } from "./measure.ts";
import { iterRun } from "./subjects.ts";

export const p21: Goal = {
  id: "P21",
  title: "a step on Node 20 against Node 24",
  measure(context) {
    const { oldNode } = context;
    if (oldNode === undefined) {
      return {
        raw: [],
        figures: [],
        ratios: [],
        notes: ["Not measured: there is no Node 20 here."],
      };
    }
    const raw = measureRounds(
      [iterRun(context, "loop", 1_000, oldNode), iterRun(context, "loop", 1_000)],
      context.rounds,
    );
    const [old, now] = raw;
    return {
      raw,
      figures: [old, now].map((one) => figureOf(one, "us_per_step", "µs/step")),
      ratios: [
        { name: "Node 20 ÷ Node 24", value: ratioOf(old, now, "us_per_step"), gate: 3, moon: 2.5 },
      ],
    };
  },
};
