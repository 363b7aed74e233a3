/** P7: 100 durable branches side by side, against the Go implementation and DBOS. */
import { durableRun, ratioToRecorded, recordedFigure } from "./durable.ts";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds } from "./measure.ts";
import { dbos, go } from "./recorded.ts";

export const p07: Goal = {
  id: "P7",
  title: "100 durable branches, against the Go implementation and DBOS",
  measure(context) {
    const raw = measureRounds(
      [durableRun(context, { shape: "tool-fan", steps: 100 })],
      context.rounds,
    );
    const [ours] = raw;
    return {
      raw,
      figures: [
        figureOf(ours, "us_per_step", "µs/branch"),
        {
          ...figureOf(ours, "floor_us", "µs"),
          name: "one write and fdatasync of a branch's bytes",
        },
        recordedFigure(go.fan),
        recordedFigure(dbos.fan),
      ],
      ratios: [
        ratioToRecorded(ours, go.fan, { gate: 1 / 8, moon: 1 / 25 }),
        ratioToRecorded(ours, dbos.fan, { gate: 1 / 15, moon: 1 / 50 }),
      ],
      notes: [
        "What branches record at the same time shares a sync: a fan-out of 100 takes four. DBOS needs a Postgres server and isn't run here; its figure is the recorded one, beside the sync of that run.",
      ],
    };
  },
};
