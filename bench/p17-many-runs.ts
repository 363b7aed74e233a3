/** P17: 1,000 runs at once in one process, durable events a second. */
import { join } from "node:path";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds, medianOf, runSubject } from "./measure.ts";

export const p17: Goal = {
  id: "P17",
  title: "1,000 runs at once in the file store",
  measure(context) {
    const program = join(context.subjects, "subject-many.mjs");
    const raw = measureRounds(
      [
        {
          name: "iter, 1,000 runs of 10 steps",
          measure: () => runSubject(context.node, [program, "1000", "10", context.scratch]),
        },
      ],
      context.rounds,
    );
    const [ours] = raw;
    return {
      raw,
      figures: [
        figureOf(ours, "events_per_second", "events/s"),
        { ...figureOf(ours, "file_per_run", "events/s"), name: "a file a run, a sync an event" },
        { ...figureOf(ours, "one_file", "events/s"), name: "one file, a sync for 100 events" },
      ],
      ratios: [
        {
          name: "ours ÷ a file a run",
          value: medianOf((ours?.rounds ?? []).map((round) => round["times"] ?? Number.NaN)),
          gate: 3,
          moon: 8,
          atLeast: true,
        },
      ],
      notes: [
        "Each run has a log of its own, as documented: its folder is the run, and can be copied, uploaded and read by itself. Syncs of several logs go side by side, in threads. Starting a run (folder, lock, first event) and ending it are in the figure; the floors only append. A log shared by all runs, the way to more, would hold what their folders then lack.",
      ],
    };
  },
};
