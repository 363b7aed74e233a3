/** Failures that were gone when the failed jobs ran again: noted, and nothing is mended. Spec: github §13. */
import { info } from "@actions/core";
import { addToLoopLedger, readLoopLedger } from "#adapters/github/loop-ledger.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "../door.ts";

const ledger = "reruns";

/** Remembers that a workflow run has its failed jobs run again because of us. */
export async function noteRerun({ client, trusted }: Door, run: number): Promise<void> {
  const entry = { id: String(run), at: new Date().toISOString() };
  await addToLoopLedger(client, ledger, { entry, tree: trusted.commit });
}

/** Says of a run that was made to run again, and passed, that its failure was no fault of the change. */
export async function tellFlaky({ client, event, payload, steps }: Door): Promise<void> {
  if (event !== "workflow_run") return;
  const attempt = numberAt(payload, "workflow_run", "run_attempt") ?? 1;
  if (textAt(payload, "workflow_run", "conclusion") !== "success" || attempt < 2) return;
  const id = String(numberAt(payload, "workflow_run", "id") ?? 0);
  const noted = await readLoopLedger(client, ledger);
  if (noted?.some((entry) => entry["id"] === id) !== true) return;
  steps.tell({ "reason-code": "flaky" });
  info(`${textAt(payload, "workflow_run", "name")}: ${explainReason("flaky")}`);
}
