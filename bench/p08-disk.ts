/** P8: bytes on disk for each byte of output, 1,000 steps of 1 kB. */
import { join } from "node:path";
import { figureOf } from "./goal.ts";
import type { Context, Goal } from "./goal.ts";
import { measureRounds, medianOf, runSubject } from "./measure.ts";
import type { Subject } from "./measure.ts";

export const p08: Goal = {
  id: "P8",
  title: "bytes on disk against bytes of outputs, 1,000 steps of 1 kB",
  measure(context) {
    const raw = measureRounds([sized(context, "text-loop"), sized(context, "tool-loop")], 1);
    const [computed, tools] = raw;
    return {
      raw,
      figures: [computed, tools].flatMap((one) => [
        {
          ...figureOf(one, "log_ratio", "B/B"),
          name: `${one?.name ?? ""}: the log and its caches`,
        },
        { ...figureOf(one, "ratio", "B/B"), name: `${one?.name ?? ""}: with report.md` },
      ]),
      ratios: [
        {
          name: "log and caches ÷ outputs",
          value: medianOf(
            (computed?.rounds ?? []).map((round) => round["log_ratio"] ?? Number.NaN),
          ),
          gate: 2.5,
          moon: 1.5,
        },
      ],
      notes: [
        "A node's input is a reference to the output before it. A command's output stands in the log as the step's result and as the node's output, and its printed text is part of its output. `report.md` quotes outputs for people and can be made again.",
      ],
    };
  },
};

function sized(context: Context, shape: string): Subject {
  const program = join(context.subjects, "subject-size.mjs");
  return {
    name: `iter, ${shape}`,
    measure: () => runSubject(context.node, [program, shape, "1000", context.scratch]),
  };
}
