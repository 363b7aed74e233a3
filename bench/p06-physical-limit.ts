/** P6: a durable step against one write and one fdatasync of the same bytes, in the same process. */
import { durableRun } from "./durable.ts";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds, medianOf } from "./measure.ts";

export const p06: Goal = {
  id: "P6",
  title: "a durable step against one synced write of the same bytes",
  measure(context) {
    const runs = { shape: "tool-loop", steps: 1_000 } as const;
    const atWork = { ...durableRun(context, { ...runs, warm: 20 }), name: "iter, at work" };
    const started = { ...durableRun(context, runs), name: "iter, just started" };
    const raw = measureRounds([atWork, started], context.rounds);
    const [ours, early] = raw;
    return {
      raw,
      figures: [
        figureOf(ours, "us_per_step", "µs/step"),
        { ...figureOf(ours, "floor_us", "µs"), name: "one write and fdatasync of a step's bytes" },
        { ...figureOf(ours, "over_us", "µs"), name: "the same into a file that has its length" },
        { ...figureOf(ours, "sync_us", "µs/step"), name: "of the step: its sync" },
        { ...figureOf(ours, "bytes_per_step", "B"), name: "bytes of a step" },
        figureOf(early, "us_per_step", "µs/step"),
        { ...figureOf(early, "floor_us", "µs"), name: "beside it, one write and fdatasync" },
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
        "It is a ratio to what the disk can do, so the process has made 20,000 steps before it is measured; one that has just been started has made 2,000. The gate is against a write that makes its file longer, as a log does by itself; a log to which groups come quickly is made longer before, and written over.",
      ],
    };
  },
};
