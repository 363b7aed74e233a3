/** Many runs in one process, whose events share a log until each is let go. */
import { join, resolve } from "node:path";
import { writeFileSync } from "node:fs";
import { disturb } from "./disturb.ts";
import type { Disturbance, Soaked } from "./disturb.ts";
import { compare, inFolder } from "./soak-run.ts";
import type { SoakWorkflow } from "./workflows.ts";

const program = [process.execPath, resolve(import.meta.dirname, "run-many.ts")];

/** Plays so many runs of a workflow to their end. */
export function soakMany(
  workflow: SoakWorkflow,
  { runs, ...disturbance }: Disturbance & { readonly runs: number },
): Promise<Soaked> {
  const runIds = Array.from({ length: runs }, (_, at) => `r${at}`);
  return inFolder((folder) => {
    writeFileSync(join(folder, "work", "w.iter"), workflow.text);
    return disturb(
      {
        folder,
        runIds,
        words: () => [...program, ...runIds],
        passing: [0],
        compare: (found) =>
          found.map((each) => compare(workflow.finished, each)).find((wrong) => wrong !== null) ??
          null,
      },
      disturbance,
    );
  });
}
