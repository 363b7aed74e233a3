/** Goals about steps that are on disk before the next one: what they share. */
import { join } from "node:path";
import type { Context, Figure, Ratio } from "./goal.ts";
import { medianOf, runSubject } from "./measure.ts";
import type { Measured, Subject } from "./measure.ts";
import type { Recorded } from "./recorded.ts";

/** How a process makes its runs. */
export interface DurableRuns {
  readonly shape: "tool-loop" | "tool-chain" | "tool-fan";
  readonly steps: number;
  readonly node?: string;
  /** Runs before those that are measured; without it few, so that the program has just been started. */
  readonly warm?: number;
}

/** Runs of ours in the file store; also gives what one synced write of the same bytes takes. */
export function durableRun(
  context: Context,
  { shape, steps, node = context.node, warm }: DurableRuns,
): Subject {
  const program = join(context.subjects, "subject-durable.mjs");
  const args = [shape, String(steps), context.scratch, ...(warm === undefined ? [] : [`${warm}`])];
  return {
    name: `iter, ${shape} of ${steps}${node === context.node ? "" : ", oldest Node"}`,
    measure: () => runSubject(node, [program, ...args]),
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
