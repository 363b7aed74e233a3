/** Claims a run for this job. Spec: github §8.4. */
import { info } from "@actions/core";
import { claimRun, findOwnClaim } from "#adapters/github/claims.ts";
import type { Claimed } from "#adapters/github/claims.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "../door.ts";
import type { LeftRun } from "./left-runs.ts";

/** Claims the run from a checkpoint on; who comes too late is told where it goes on. */
export async function claimHere(
  door: Door,
  { run, seq, idle }: { readonly run: string; readonly seq: number; readonly idle: boolean },
): Promise<Exclude<Claimed, { readonly state: "taken" }> | null> {
  const { client, workflowRun, attempt, trusted } = door;
  if (isSilent(door)) return { state: "unavailable" };
  const at = new Date().toISOString();
  const tree = trusted.commit;
  const request = { run, seq, workflowRun, attempt, at, tree, idle };
  const claimed = await (mayWrite(door)
    ? claimRun(client, request)
    : findOwnClaim(client, request));
  if (claimed.state === "taken") {
    goesOnElsewhere(door, run, claimed.by);
    return null;
  }
  if (claimed.state === "unavailable") info(explainReason("claim_unavailable"));
  return claimed;
}

/** Says that another job has the run. */
export function goesOnElsewhere({ steps, runsUrl }: Door, run: string, by: number | null): void {
  steps.tell({ "reason-code": "already_resumed", "run-id": run, status: "running" });
  const where = by === null ? "" : ` It is ${runsUrl}/${by}.`;
  info(`${explainReason("already_resumed")}${where}`);
}

/** Says of a run that its event has started before where it stands. */
export function standsAlready({ steps }: Door, { id, thread, state: { status } }: LeftRun): void {
  steps.tell({ "reason-code": "already_resumed", "run-id": id, status }, { thread });
  info(`The run \`${id}\` of this event was started before; it is ${status}.`);
}

/** A job that only shows what it would do claims nothing and leaves nothing. */
export function isSilent({ job }: Pick<Door, "job">): boolean {
  return job.inputs.effects === "none";
}

/** A job that only proposes leaves its runs, and writes nothing that others see. */
export function mayWrite({ job }: Pick<Door, "job">): boolean {
  return job.inputs.effects === "apply";
}

/** A job without time drives nothing: it decides and claims, and leaves the work to the next one. */
export function isPlanning({ job }: Pick<Door, "job">): boolean {
  return job.inputs.timeoutMinutes === 0 && job.inputs.mode !== "resume";
}

/** A job without time that is to go on with a run writes what was proposed, and hands over. */
export function isCarryingOut({ job }: Pick<Door, "job">): boolean {
  return job.inputs.timeoutMinutes === 0 && job.inputs.mode === "resume";
}
