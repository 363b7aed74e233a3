/** The faults that every change has to survive, and what they cost. */
import type { Soaked } from "./disturb.ts";
import { soakMany } from "./soak-many.ts";
import { soakRun } from "./soak-run.ts";
import { manySteps } from "./workflows.ts";

/** Of all runs together. */
export type Suite = Omit<Soaked, "wrong"> & { readonly wrong: readonly string[] };

const counted = [
  ...(["runs", "kills", "freezes", "processes", "steps", "twice"] as const),
  ...(["lost", "gaps", "attempts", "effects", "late"] as const),
];

/** Nothing of all that, so far. */
export const nothing: Suite = {
  ...{ runs: 0, kills: 0, freezes: 0, processes: 0, steps: 0, twice: 0 },
  ...{ lost: 0, gaps: 0, attempts: 0, effects: 0, late: 0, wrong: [] },
};

/** Adds what one more run has come to. */
export function addTo(total: Suite, { wrong, ...soaked }: Soaked): Suite {
  const sums = counted.map((key) => [key, total[key] + soaked[key]] as const);
  return {
    ...(Object.fromEntries(sums) as Record<(typeof counted)[number], number>),
    wrong: wrong === null ? total.wrong : [...total.wrong, wrong],
  };
}

/**
 * At least a hundred kills and freezes over what a run's log can be: a file of its own, which is
 * preallocated while steps are quick, and a log that many runs of a process share.
 */
export async function playSuite(random: () => number): Promise<Suite> {
  const soaked = await Promise.all([
    ...[0, 1].map(() => soakRun(manySteps(400), { faults: 30, lines: 60, random })),
    soakMany(manySteps(800), { runs: 4, faults: 50, freezes: 0.4, lines: 400, random }),
  ]);
  return soaked.reduce(addTo, nothing);
}
