/** What a run found in files, beside its log, as other tools read it: SARIF. */
import { join } from "node:path";
import { writeAtomically } from "#adapters/stores/file/atomic.ts";
import type { RunResult, World } from "#core/engine/world.ts";
import { findFindings, toSarif } from "#core/report/findings.ts";
import { viewRun } from "#core/report/run-view.ts";
import { versionText } from "#src/version.ts";
import type { Job } from "./job.ts";

/** Writes `findings.sarif`, if there are any. */
export async function writeFindings(
  { store, redactor }: Job,
  world: World,
  { runId }: RunResult,
): Promise<void> {
  const findings = findFindings(viewRun((await world.store.read(runId)).events));
  if (findings.length === 0) return;
  const text = JSON.stringify(redactor.value(toSarif(findings, versionText())));
  writeAtomically(join(store, "runs", runId, "findings.sarif"), `${text}\n`);
}
