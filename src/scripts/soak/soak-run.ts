/** One run of one workflow, on the command line. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { disturb } from "./disturb.ts";
import type { Disturbance, Soaked } from "./disturb.ts";
import type { Findings } from "./witness.ts";
import type { SoakWorkflow } from "./workflows.ts";

const runId = "r1";
const source = [process.execPath, resolve(import.meta.dirname, "../../cli/index.ts")];

/** Works in a folder that is gone afterwards; what is looked at lies beside `work` in it. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "iter-soak-"));
  try {
    mkdirSync(join(folder, "work"));
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Plays a run to its end; `program` is an interpreter's words, the last of which is the command line's file. */
export function soakRun(
  workflow: SoakWorkflow,
  disturbance: Disturbance & { readonly program?: readonly string[] },
): Promise<Soaked> {
  const { program = source } = disturbance;
  return inFolder((folder) => {
    writeFileSync(join(folder, "work", "w.iter"), workflow.text);
    return disturb(
      {
        folder,
        runIds: [runId],
        words: ([found], code) => [...program, ...nextWords(found, code)],
        passing: [0, 3],
        compare: ([found]) => compare(workflow.finished, found),
      },
      disturbance,
    );
  });
}

/** Starts the run, goes on with it, or answers the gate that has been open for longest. */
function nextWords(found: Findings | undefined, code: number | null): string[] {
  const quiet = ["--no-interactive", "--json"];
  if (!found?.begun) return ["run", "w.iter", "--run-id", runId, ...quiet];
  const words = ["resume", "--run-id", runId, ...quiet];
  const [gate] = found.open;
  if (code !== 3 || !gate) return words;
  return [...words, "--as", `person-${gate.answers}`, "--answer", `${gate.gate}.approved=true`];
}

/** What a run has finished beyond or short of what it should have; null if it is just that. */
export function compare(expected: readonly string[], found: Findings | undefined): string | null {
  const finished = [...(found?.finished ?? [])].sort();
  return JSON.stringify(finished) === JSON.stringify([...expected].sort())
    ? null
    : `it finished ${finished.join(", ")}`;
}
