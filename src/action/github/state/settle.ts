/**
 * Mends what a lost job left half done: a run that nobody drives goes on, a comment that is behind
 * the newest checkpoint is written again. Spec: github §8.6.
 */
import { holderOfRun } from "#adapters/github/claims.ts";
import { findStickies } from "#adapters/github/sticky-comment.ts";
import { textAt } from "#src/github/payload.ts";
import type { Door } from "../door.ts";
import { openKeeper } from "./keeper.ts";
import { loadRun } from "./left-runs.ts";
import type { LeftRun } from "./left-runs.ts";
import { ownerOf } from "./owner.ts";
import { openReport } from "../report/report.ts";
import { resumeLeft } from "./resume.ts";
import { openWorkplace } from "./workplace.ts";
import { compileAgain, toKept } from "./take-over.ts";

/** What an earlier attempt of this job left; the exit code if there was a run to go on with, else null. */
export async function settle(door: Door): Promise<number | null> {
  const { client, thread, workflowRun } = door;
  if (thread === null) return null;
  for (const { marker } of await findStickies(client, thread, ownerOf(door))) {
    const { left } = await loadRun(door, marker);
    if (left === null) continue;
    const ours = (await holderOfRun(client, left.id)) === workflowRun;
    if (ours && left.state.status === "running")
      return resumeLeft(door, left, { by: left.initiatorLogin });
    const shown = marker["seq"] === left.seq && textAt(marker, "status") === left.state.status;
    if (ours && !shown) await reportAgain(door, left);
  }
  return null;
}

/** Writes comment and check as the newest checkpoint has it; that of a run which stands still. */
export async function reportAgain(door: Door, left: LeftRun): Promise<void> {
  const { id, seq, pointer, expiresAt, state, events } = left;
  const graph = compileAgain(door, state.source, state.start?.simulated === true);
  const run = toKept(left);
  const begun = { seq, pointer, expires: expiresAt };
  const workplace = openWorkplace(door.job, { left: left.work, source: null });
  const keeper = openKeeper(door, { run, claim: null, begun, workplace, meter: null });
  const report = await openReport(door, { ...run, graph, before: events, keeper });
  await report.finish({ runId: id, state, graph, stopped: null, rejected: [] }, null);
}
