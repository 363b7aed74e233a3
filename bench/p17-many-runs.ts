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
          name: "1,000 runs of 10 steps",
          measure: () => runSubject(context.node, [program, "1000", "10", context.scratch]),
        },
      ],
      context.rounds,
    );
    const [ours] = raw;
    const times = (key: string): number =>
      medianOf((ours?.rounds ?? []).map((round) => round[key] ?? Number.NaN));
    return {
      raw,
      figures: [
        { ...figureOf(ours, "store", "events/s"), name: "iter's store, an event an append" },
        { ...figureOf(ours, "engine", "events/s"), name: "iter, 1,000 runs of 10 steps" },
        { ...figureOf(ours, "file_per_run", "events/s"), name: "a file a run, a sync an event" },
        { ...figureOf(ours, "one_file", "events/s"), name: "one file, a sync for 100 events" },
      ],
      ratios: [
        {
          name: "our store ÷ a file a run",
          value: times("store_times"),
          gate: 3,
          moon: 8,
          atLeast: true,
        },
      ],
      notes: [
        `The store: each run appends an event when the one before it is durable; its file is written, and one sync of one shared file makes durable what all runs wrote in a turn. Each file has its whole log all the time; only a power cut can take its end, which is then found in the shared file. Making a run (folder, lock) and letting it go (a sync of its file, the lock) are not in that figure.`,
        `The engine: the same runs with everything, from folder and lock over commands to run.json and report; ${times("engine_times").toFixed(2)} × a file a run. It is bound by the processor, one thread for all runs, and by the files that each run makes at its start and end.`,
      ],
    };
  },
};
