/** Which run a command means. Spec: github §4.3. */
import type { Command } from "#src/github/commands/command.ts";
import { explainReason } from "#src/github/reasons.ts";
import { findRun, isOpen } from "../state/thread-runs.ts";
import type { ThreadRun } from "../state/thread-runs.ts";
import { refused } from "./ask.ts";
import type { Ask, Done } from "./ask.ts";
import { asLost, findLost, refuseLost } from "./lost-run.ts";

/** Which runs come into question where none is named. */
export interface Choice {
  readonly fits: (run: ThreadRun) => boolean;
  /** Said where none does. */
  readonly none: string;
}

/** Runs that go on, or could. */
export const openRuns: Choice = { fits: isOpen, none: "No run of this thread is open." };

/** Any run; where one is open, the others don't come into question. */
export function anyRun(runs: readonly ThreadRun[]): Choice {
  const none = "There is no run on this thread.";
  return runs.some(isOpen) ? { fits: isOpen, none } : { fits: () => true, none };
}

/** The run that is named, or the only one that comes into question; else what is answered. */
export async function pickRun(
  { door, runs }: Ask,
  { run: named }: Command,
  choice: Choice,
): Promise<ThreadRun | Done> {
  if (named !== undefined) {
    const found = runs.find(({ id }) => id === named) ?? (await findRun(door, named));
    if (found === null) return refused("no_checkpoint", explainReason("no_checkpoint"));
    return unlessLost({ door }, found);
  }
  const fitting = runs.filter(choice.fits);
  const [only] = fitting;
  if (only === undefined) {
    const lost = findLost({ runs });
    return lost === null ? refused("no_checkpoint", choice.none) : refuseLost({ door }, lost);
  }
  if (fitting.length === 1) return unlessLost({ door }, only);
  return refused("run_required", `${explainReason("run_required")}\n\n${listRuns(fitting)}`);
}

function unlessLost(ask: Pick<Ask, "door">, run: ThreadRun): ThreadRun | Done {
  const lost = asLost(run);
  return lost === null ? run : refuseLost(ask, lost);
}

/** True for a run, false for what is answered instead. */
export function isRun(picked: ThreadRun | Done): picked is ThreadRun {
  return "id" in picked;
}

/** Runs as a list to choose from. */
export function listRuns(runs: readonly ThreadRun[]): string {
  return runs.map(({ id, trigger, status }) => `- \`${id}\` ${trigger}, ${status}`).join("\n");
}
