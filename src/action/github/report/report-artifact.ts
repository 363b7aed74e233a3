/** What a job leaves for people to download: log, report, published artifacts, patch, findings. Spec: github §10.2. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { warning } from "@actions/core";
import { readRunFiles } from "#adapters/github/checkpoint/run-files.ts";
import type { ArchivedFile } from "#adapters/github/checkpoint/tar.ts";
import { replaceArtifact } from "#adapters/github/upload-artifact.ts";
import { messageOf } from "#core/text/fault.ts";
import type { Door } from "../door.ts";
import { isPlanning, isSilent } from "../state/claim-run.ts";
import { uploadPlace, usesArtifacts } from "../state/checkpoint-store.ts";
import type { Workplace } from "../state/workplace.ts";

/** The run whose report is left. */
export interface LeftReport {
  readonly run: string;
  readonly workplace: Pick<Workplace, "patch">;
  /** When the first of its gates expires. */
  readonly expires: string | null;
}

/** Made from the log beside it; each is written if there is something to say. */
const made = ["report.md", "report.html", "findings.sarif"] as const;
/** Of these, what says no more than the comment does. */
const told: readonly string[] = ["report.md", "findings.sarif"];

/** Uploads the report of a run; where it can be seen, or null if nothing was uploaded. Fails no run. */
export async function leaveReport(door: Door, left: LeftReport): Promise<string | null> {
  if (!usesArtifacts(door) || isPlanning(door) || isSilent(door)) return null;
  try {
    const files = await filesOf(door, left);
    const name = `iter-report-${left.run}-a${door.attempt}`;
    const place = uploadPlace(door, left.expires);
    const { id } = await replaceArtifact({ name, files, compress: true, ...place });
    return `${door.runUrl}/artifacts/${id}`;
  } catch (fault) {
    warning(`The report of the run could not be uploaded: ${messageOf(fault)}`);
    return null;
  }
}

async function filesOf(
  { job, isPrivate }: Door,
  { run, workplace }: LeftReport,
): Promise<readonly ArchivedFile[]> {
  const { store, redactor, inputs } = job;
  const folder = join(store, "runs", run);
  const reports = made
    .filter((path) => existsSync(join(folder, path)))
    .map((path) => ({ path, bytes: redact(readFileSync(join(folder, path), "utf8")) }));
  // What checkpoints encrypt isn't laid open beside them.
  if (!isPrivate && inputs.stateKey !== undefined)
    return reports.filter(({ path }) => told.includes(path));
  const patch = await workplace.patch();
  return [
    ...readRunFiles(folder, { redactor, sessions: false }).files,
    ...reports,
    ...(patch.length === 0 ? [] : [{ path: "changes.patch", bytes: patch }]),
  ];

  function redact(text: string): Uint8Array {
    return new TextEncoder().encode(redactor.text(text));
  }
}
