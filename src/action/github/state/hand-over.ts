/** A job that is nearly at its time limit starts the next one, once for each checkpoint. Spec: github §2.3. */
import { basename } from "node:path";
import { info, warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import type { RunResult } from "#core/engine/world.ts";
import { explainReason } from "#src/github/reasons.ts";
import { mayWrite } from "./claim-run.ts";
import type { Door } from "../door.ts";
import type { Keeper, KeptRun } from "./keeper.ts";

/** Dispatches the continuation of a run that stopped for the time of its job. */
export async function handOver(
  door: Door,
  {
    run,
    keeper,
    result,
  }: { readonly run: KeptRun; readonly keeper: Keeper; readonly result: RunResult },
): Promise<void> {
  const { client, steps, ownWorkflow, defaultBranch } = door;
  const { stopped, state } = result;
  if (stopped?.kind !== "soft" || stopped.reason !== "job_time") return;
  if (state.status !== "failed_resumable" || keeper.standing().pointer === null) return;
  steps.tell({ "reason-code": "job_time" });
  info(explainReason("job_time"));
  if (!mayWrite(door)) return;
  try {
    await client.jobs.dispatch(basename(ownWorkflow), defaultBranch, { "run-id": run.run });
  } catch (fault) {
    const why = messageOf(fault);
    warning(
      `The next job could not be started (${why}): give this one \`actions: write\`, or write \`/iter retry\`.`,
    );
  }
}
