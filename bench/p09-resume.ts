/** P9: resuming a run of 100,000 events with its snapshot and without; reading all of it. */
import { join } from "node:path";
import { figureOf } from "./goal.ts";
import type { Context, Figure, Goal } from "./goal.ts";
import { measureRounds, medianOf, runSubject } from "./measure.ts";
import type { Measured, Subject } from "./measure.ts";
import { goReading } from "./recorded.ts";

export const p09: Goal = {
  id: "P9",
  title: "resuming a run of 100,000 events",
  measure(context) {
    const raw = measureRounds(
      [
        resumed(context, "100 agents, 1,000 moves each", ["delegate-wait", "100", "1000"]),
        resumed(context, "33,000 visits of one node", ["long-wait", "33000", "0"]),
      ],
      context.rounds,
    );
    const [agents, visits] = raw;
    return {
      raw,
      figures: raw.flatMap(figuresOf),
      ratios: [
        ...[agents, visits].map((one) => ({
          name: `${one?.name ?? ""}: with snapshot ÷ without`,
          value: middle(one, (round) => round["ratio"] ?? Number.NaN),
          gate: 1 / 10,
          moon: 1 / 50,
        })),
        {
          name: "reading and folding ÷ Go's reading, each by its JSON parser",
          value: middle(agents, againstGo),
          gate: 1.2,
          moon: 0.8,
        },
      ],
      notes: [
        "A snapshot holds the state, not the log: it is small where most events only inform, and as large as the outputs where each of 33,000 visits keeps its own. Visits are read from it when something asks for them.",
        `Go's figure is recorded: ${goReading.ms} ms for 100,000 events where JSON.parse did ${goReading.parseMbPerS} MB/s.`,
      ],
    };
  },
};

function resumed(context: Context, name: string, args: readonly string[]): Subject {
  const program = join(context.subjects, "subject-resume.mjs");
  return {
    name,
    measure: () => runSubject(context.node, [program, ...args, context.scratch]),
  };
}

function figuresOf(measured: Measured): readonly Figure[] {
  return [
    { ...figureOf(measured, "with_ms", "ms"), name: `${measured.name}: with snapshot` },
    { ...figureOf(measured, "without_ms", "ms"), name: `${measured.name}: without` },
    { ...figureOf(measured, "fold_ms_per_100k", "ms"), name: `${measured.name}: read and fold` },
    { ...figureOf(measured, "snapshot_mb", "MB"), name: `${measured.name}: snapshot` },
  ];
}

/** Times are scaled by how fast JSON is parsed here and was there. */
function againstGo(round: Measured["rounds"][number]): number {
  const speed = (round["parse_mb_per_s"] ?? Number.NaN) / goReading.parseMbPerS;
  return ((round["fold_ms_per_100k"] ?? Number.NaN) * speed) / goReading.ms;
}

function middle(
  measured: Measured | undefined,
  value: (round: Measured["rounds"][number]) => number,
): number {
  return medianOf((measured?.rounds ?? []).map(value));
}
