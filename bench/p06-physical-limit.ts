/** P6: a durable step against one write and one fdatasync of the same bytes, in the same process. */
import { durableRun } from "./durable.ts";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds, medianOf } from "./measure.ts";

export const p06: Goal = {
  id: "P6",
  title: "a durable step against one synced write of the same bytes",
  measure(context) {
    const raw = measureRounds([durableRun(context, "tool-loop", 1_000)], context.rounds);
    const [ours] = raw;
    return {
      raw,
      figures: [
        figureOf(ours, "us_per_step", "µs/step"),
        { ...figureOf(ours, "floor_us", "µs"), name: "one write and fdatasync of a step's bytes" },
        { ...figureOf(ours, "sync_us", "µs/step"), name: "of the step: its sync" },
        { ...figureOf(ours, "bytes_per_step", "B"), name: "bytes of a step" },
      ],
      ratios: [
        {
          name: "durable step ÷ synced write",
          value: medianOf((ours?.rounds ?? []).map((round) => round["ratio"] ?? Number.NaN)),
          gate: 1.5,
          moon: 1.15,
        },
      ],
      notes: [
        "The log isn't preallocated: a sync into a file that already has its length is about a quarter cheaper, but a log that ends in zeros is no log that others can read while it grows, and each kill would leave a tail to cut off.",
      ],
    };
  },
};
