/** Goals about steps that are on disk before the next one: what they share. */
import { join } from "node:path";
import type { Context, Figure, Ratio } from "./goal.ts";
import { medianOf, runSubject } from "./measure.ts";
import type { Measured, Subject } from "./measure.ts";
import type { Recorded } from "./recorded.ts";

/** Runs of ours in the file store; also gives what one synced write of the same bytes takes. */
export function durableRun(
  context: Context,
  shape: "tool-loop" | "tool-chain" | "tool-fan",
  steps: number,
  node: string = context.node,
): Subject {
  const program = join(context.subjects, "subject-durable.mjs");
  return {
    name: `iter, ${shape} of ${steps}${node === context.node ? "" : ", oldest Node"}`,
    measure: () => runSubject(node, [program, shape, String(steps), context.scratch]),
  };
}

/** Ours against a recorded figure, each against the synced write beside it. */
export function ratioToRecorded(
  measured: Measured | undefined,
  recorded: Recorded,
  marks: Pick<Ratio, "gate" | "moon">,
): Ratio {
  const ours = (measured?.rounds ?? []).map((round) => round["ratio"] ?? Number.NaN);
  const theirs = recorded.us / recorded.floorUs;
  return { name: `ours ÷ ${recorded.name}`, value: medianOf(ours) / theirs, ...marks };
}

/** A recorded figure as a row of its table. */
export function recordedFigure({ name, us, floorUs }: Recorded): Figure {
  const said = `${name} (recorded, beside a sync of ${floorUs} µs)`;
  return { name: said, unit: "µs/step", median: us, mad: 0, n: 0 };
}
