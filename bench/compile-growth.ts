/** How parsing and checking grow from 1,000 over 10,000 to 40,000 lines. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { figureOf } from "./goal.ts";
import type { Goal } from "./goal.ts";
import { measureRounds, medianOf, runSubject, summarize } from "./measure.ts";
import type { Measured } from "./measure.ts";
import { writeWorkflowOfLines } from "./workflow-text.ts";

const sizes = [1_000, 2_500, 5_000, 10_000, 20_000, 40_000];

export const compileGrowth: Goal = {
  id: "lines",
  title: "parse and check files of 1,000 to 40,000 lines",
  measure(context) {
    const program = join(context.subjects, "subject-compile.mjs");
    const raw = measureRounds(
      sizes.map((lines) => {
        const file = join(context.scratch, `lines-${lines}.iter`);
        writeFileSync(file, writeWorkflowOfLines(lines));
        return {
          name: `${lines.toLocaleString("en")} lines`,
          measure: () => runSubject(context.node, [program, "cold", file]),
        };
      }),
      context.rounds,
    );
    return {
      raw,
      figures: raw.flatMap((one) => [
        figureOf(one, "check_ms", "ms"),
        figureOf(one, "lines_per_s", "lines/s"),
      ]),
      ratios: [
        {
          name: "growth per doubling, 1,000 to 40,000",
          value: growthPerDoubling(raw[0], raw.at(-1)),
          gate: 2.3,
          moon: 2,
        },
        {
          name: "worst growth of one doubling, 5,000 on",
          value: Math.max(
            ...[3, 4, 5].map((index) => growthPerDoubling(raw[index - 1], raw[index])),
          ),
          gate: 2.3,
          moon: 2,
        },
        {
          name: "lines/s at 10,000 lines",
          value: summarize(raw[3], "lines_per_s").median,
          gate: 40_000,
          moon: 100_000,
          atLeast: true,
        },
      ],
      notes: ["Each figure is of a fresh process that compiles the file once: nothing is warm."],
    };
  },
};

/** By how much time grows when the number of lines doubles. */
function growthPerDoubling(small: Measured | undefined, large: Measured | undefined): number {
  const growths = (small?.rounds ?? []).map((round, index) => {
    const other = large?.rounds[index];
    const doublings = Math.log2((other?.["lines"] ?? NaN) / (round["lines"] ?? NaN));
    return ((other?.["check_ms"] ?? NaN) / (round["check_ms"] ?? NaN)) ** (1 / doublings);
  });
  return medianOf(growths);
}
