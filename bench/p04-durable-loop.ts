/** P4: a loop of 1,000 steps, each on disk before the next, against the Go implementation. */
import { durableRun, ratioToRecorded, recordedFigure } from "./durable.ts";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds } from "./measure.ts";
import { go } from "./recorded.ts";

export const p04: Goal = {
  id: "P4",
  title: "a durable step, loop of 1,000, against the Go implementation",
  measure(context) {
    const raw = measureRounds(
      [durableRun(context, { shape: "tool-loop", steps: 1_000 })],
      context.rounds,
    );
    const [ours] = raw;
    return {
      raw,
      figures: [
        figureOf(ours, "us_per_step", "µs/step"),
        { ...figureOf(ours, "floor_us", "µs"), name: "one write and fdatasync of a step's bytes" },
        recordedFigure(go.loop),
      ],
      ratios: [ratioToRecorded(ours, go.loop, { gate: 1 / 2.5, moon: 1 / 4.5 })],
      notes: [
        "A step is a tool whose command is answered in this process: its beginning is on disk before it is made, its end before the next begins. Five events, one sync. What is recorded is redacted, as on the command line.",
      ],
    };
  },
};
