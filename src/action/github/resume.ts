/** Goes on with a run in a new job: same log, same state, same budget. Spec: github §8.6. */
import { resumeRun } from "#core/engine/lifecycle.ts";
import type { ResumeOptions } from "#core/engine/world.ts";
import type { Door } from "./door.ts";
import type { LeftRun } from "./left-runs.ts";
import { driveHere } from "./drive.ts";
import { takeOver } from "./take-over.ts";

/** What a run goes on with. */
export type GoOn = Pick<ResumeOptions, "answers" | "from" | "source" | "force" | "budget"> & {
  readonly by: string;
};

/** Resumes a run, once: of two jobs that want to, one has the claim. */
export async function resumeLeft(door: Door, run: LeftRun, how: GoOn): Promise<number> {
  const taken = await takeOver(door, run);
  if (taken === null) return 0;
  const { opened, compile } = taken;
  return driveHere(door, opened, (control) =>
    resumeRun(opened.world, { runId: run.id, compile, via: "github", control, ...how }),
  );
}
