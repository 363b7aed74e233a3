/** Writes what earlier jobs have proposed. Spec: github §11.5. */
import { messageOf } from "#core/text/fault.ts";
import { statusOf } from "#adapters/github/answers.ts";
import { carryOutProposal } from "#adapters/tools/github/index.ts";
import { carryOut } from "#core/engine/lifecycle.ts";
import type { GivenAnswers } from "#core/engine/world.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { RunState } from "#core/run/state.ts";
import { standingOf } from "#core/report/standing.ts";
import { Refusal } from "#core/run/failure.ts";
import { JobRefusal } from "#src/action/job-refusal.ts";
import type { Door } from "../door.ts";
import type { OpenedRun } from "../state/drive.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { effectsOf } from "./lend.ts";

/** True for a run that waits for its proposals to be written, in a job that may do it. */
export function waitsForUs(door: Door, { state, trigger }: LeftRun): boolean {
  return standingOf(state) === "effects_pending" && effectsOf(door, trigger) === "apply";
}

/** True for a run of which something waits to be written, whatever else it waits for. */
export function leavesWrites({ interactions }: RunState): boolean {
  return Object.values(interactions).some((gate) => gate.source === "effects" && isOpenGate(gate));
}

/** What came of the open proposals of a run, each written once. */
export async function carryOutHere(
  door: Door,
  { run, world, lent, workplace }: Pick<OpenedRun, "run" | "world" | "lent" | "workplace">,
): Promise<readonly GivenAnswers[]> {
  if (effectsOf(door, run.trigger) !== "apply") return [];
  const { signal } = new AbortController();
  try {
    return await carryOut(world, run.run, async (proposed) => {
      await workplace.ready();
      return carryOutProposal(lent, proposed, signal);
    });
  } catch (fault) {
    if (fault instanceof Refusal) throw fault;
    const reason = statusOf(fault) === 403 ? "permission_missing" : "effects_pending";
    const why = messageOf(fault);
    throw new JobRefusal(reason, `What was proposed could not be written: ${why}`, {
      hint: `run the job again, or write \`/iter retry\``,
    });
  }
}
