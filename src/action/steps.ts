/** What every job does, however it came to its run. */
import type { RunControl, RunResult, World } from "#core/engine/world.ts";
import type { RunPlan } from "#core/run/plan.ts";
import type { Inputs } from "./inputs.ts";
import type { NamedFile } from "./named-file.ts";
import type { WorldRequest } from "./world.ts";

/** The parts of a job that doors put together. */
export interface JobSteps {
  /** Compiles and plans; diagnostics become annotations. */
  plan(file: NamedFile, inputs: Inputs): Promise<RunPlan>;
  /** What the simulator answers from, or null. */
  script(inputs: Inputs): WorldRequest["script"];
  /** Drives a run until it ends, the job is nearly over, or the runner says stop. */
  drive(world: World, go: (control: RunControl) => Promise<RunResult>): Promise<RunResult>;
  /** Outputs, summary, exit code. */
  conclude(world: World, result: RunResult): Promise<number>;
  /** Sets outputs. */
  tell(outputs: Readonly<Record<string, string>>): void;
}
