/** What every job does, however it came to its run. */
import type { RunControl, RunResult, World } from "#core/engine/world.ts";
import type { Fields } from "#core/graph/value.ts";
import type { RunPlan } from "#core/run/plan.ts";
import type { Job } from "./job.ts";
import type { NamedFile } from "./named-file.ts";
import type { OutputSheet } from "./outputs.ts";
import type { WorldRequest } from "./world.ts";

/** What a door gives a run: its inputs, and where its files are read from. */
export type Given = Pick<Job, "inputs" | "sources"> & {
  /** What a flow is told of the event, if not what the environment says. */
  readonly github?: Fields;
};

/** The parts of a job that doors put together. */
export interface JobSteps {
  /** Compiles and plans; diagnostics become annotations. */
  plan(file: NamedFile, given: Given): Promise<RunPlan>;
  /** What the simulator answers from, or null. */
  script(given: Given): WorldRequest["script"];
  /** Drives a run until it ends, the job is nearly over, or the runner says stop. */
  drive(world: World, go: (control: RunControl) => Promise<RunResult>): Promise<RunResult>;
  /** Writes the page of a run and what it found beside its log. */
  writeReports(world: World, result: RunResult): Promise<void>;
  /** Outputs and exit code. */
  conclude(result: RunResult): number;
  /** Says outputs; they are set when the job is over. */
  tell: OutputSheet["tell"];
  /** What was said so far, where a job has more than one thing to say. */
  readonly sheet: Pick<OutputSheet, "said" | "replace">;
}
