/** Plays a run to its end, as people would: they answer gates, and resume what failed. */
import type { ResumeOptions, RunResult } from "#core/engine/world.ts";
import { isOpenGate } from "#core/run/state.ts";
import type { Interaction, RunState } from "#core/run/state.ts";
import { hash } from "./random/random-runs.ts";
import type { Stage } from "./world.ts";

/** A run that still fails after so many resumes is left alone. */
const patience = 5;

/** Goes on until the run is over for good; each answer is a resume of its own. */
export async function playOut(stage: Stage, first: RunResult): Promise<RunState> {
  let { state } = first;
  for (let failures = 0; failures <= patience;) {
    if (state.status === "paused_waiting_human") {
      ({ state } = await answerOne(stage, state));
      continue;
    }
    if (state.status !== "failed_resumable") break;
    failures++;
    if (failures <= patience) ({ state } = await goOn(stage, state));
  }
  return state;
}

/** Resumes a run, with more of what it used up. */
export function goOn(stage: Stage, state: RunState): Promise<RunResult> {
  const failed = state.status === "failed_resumable" && state.exceeded !== null;
  return stage.resume(failed ? { budget: { max_iterations: "+6" } } : {});
}

/** The gate to answer first, and what is said, depend on its place alone. */
export function answerOne(
  stage: Stage,
  state: RunState,
  options: Partial<ResumeOptions> = {},
): Promise<RunResult> {
  const open = Object.values(state.interactions)
    .filter(isOpenGate)
    .filter((gate) => state.branches[gate.branchId]?.status === "live")
    .sort((a, b) => hash(a.id) - hash(b.id));
  const [gate] = open;
  if (!gate) throw new Error("The run waits for nobody.");
  return stage.resume({
    ...options,
    by: `person ${gate.submissions.length}`,
    answers: [{ gate: gate.id, answers: answerTo(gate) }],
  });
}

function answerTo(gate: Interaction): { readonly approved: boolean; readonly reason: string } {
  return { approved: hash(gate.id) % 3 !== 0, reason: gate.activationId };
}
