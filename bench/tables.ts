/** Shows results as Markdown tables. */
import { verdictOf } from "./goal.ts";
import type { Goal, GoalResult, Ratio } from "./goal.ts";

/** A goal with what was measured. */
export interface Measurement {
  readonly goal: Goal;
  readonly result: GoalResult;
}

/** One row for each ratio, with its marks. */
export function drawVerdicts(measurements: readonly Measurement[]): string {
  return [
    "| goal | ratio | measured | gate | moon | verdict |",
    "| --- | --- | --- | --- | --- | --- |",
    ...measurements.flatMap(({ goal, result }) =>
      result.ratios.map((ratio) => `| ${[goal.id, ratio.name, ...marksOf(ratio)].join(" | ")} |`),
    ),
  ].join("\n");
}

/** The figures behind the ratios, and what is to be said about them. */
export function drawFigures(measurements: readonly Measurement[]): string {
  return measurements
    .map(({ goal, result }) =>
      [
        `**${goal.id}** – ${goal.title}`,
        "",
        "| subject | median | ± MAD | n |",
        "| --- | --- | --- | --- |",
        ...result.figures.map(
          ({ name, unit, median, mad, n }) =>
            `| ${name} | ${show(median)} ${unit} | ${show(mad)} | ${n} |`,
        ),
        ...(result.notes ?? []).flatMap((note) => ["", note]),
      ].join("\n"),
    )
    .join("\n\n");
}

function marksOf(ratio: Ratio): readonly string[] {
  const sign = ratio.atLeast === true ? "≥" : "≤";
  const verdict = verdictOf(ratio);
  const distance = ratio.atLeast === true ? ratio.moon / ratio.value : ratio.value / ratio.moon;
  const said = {
    moon: "moon",
    gate: `gate met, ${show(distance)}× from moon`,
    missed: `missed, ${show(distance)}× from moon`,
  };
  return [
    show(ratio.value),
    `${sign} ${show(ratio.gate)}`,
    `${sign} ${show(ratio.moon)}`,
    said[verdict],
  ];
}

/** Three figures that count. */
function show(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
