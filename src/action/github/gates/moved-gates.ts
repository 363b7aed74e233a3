/** Gates whose commit has moved on: given up, and opened anew for what is there now. Spec: github §5. */
import { info, warning } from "@actions/core";
import { openGates } from "#core/report/run-document.ts";
import { Refusal } from "#core/run/failure.ts";
import { nameOfGate } from "#core/run/state.ts";
import type { Interaction } from "#core/run/state.ts";
import { eventsOf, gateSettings, triggerOf } from "#src/github/config/config.ts";
import { isBound } from "#src/github/gates.ts";
import { stopNode } from "#src/github/loops/stop-gate.ts";
import { explainReason } from "#src/github/reasons.ts";
import { mayWrite } from "../state/claim-run.ts";
import { policyOf } from "../queue/concurrency.ts";
import type { Door } from "../door.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { resumeLeft } from "../state/resume.ts";
import { boundCommit } from "./bound-commit.ts";

/** Asks again about the head of the thread; null if every gate is for it, or the run won't go on anyway. */
export async function askAboutHead(
  door: Door,
  left: LeftRun,
  head: string | undefined,
): Promise<number | null> {
  const { state, initiatorLogin: by } = left;
  if (head === undefined || state.status !== "paused_waiting_human" || !mayWrite(door)) return null;
  if (isReplacedByPush(door, left)) return null;
  const gate = openGates(state).find((one) => hasMoved(door, left, { gate: one, head }));
  if (gate === undefined) return null;
  info(`${left.id}/${gate.gate}: ${explainReason("stale_sha")}`);
  try {
    const workplace = { head_sha: head };
    return await resumeLeft(door, { ...left, headSha: head }, { by, from: gate.nodeId, workplace });
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    warning(`${gate.gate} can't be asked again: ${fault.message}.`);
    return null;
  }
}

function hasMoved(
  { config }: Door,
  left: LeftRun,
  { gate, head }: { readonly gate: Interaction; readonly head: string },
): boolean {
  // What becomes of a loop that has stopped is asked anew by the next failure.
  if (gate.nodeId === stopNode(left.state.start?.github ?? {})) return false;
  const settings = gateSettings(config, left.trigger, nameOfGate(gate));
  return isBound(gate, settings) && boundCommit(left, gate) !== head;
}

/** The event of a push starts another run in its place. */
function isReplacedByPush({ config }: Door, { trigger }: LeftRun): boolean {
  const settings = triggerOf(config, trigger);
  if (settings === undefined || !eventsOf(settings).includes("pull_request")) return false;
  const hears = settings.types?.includes("synchronize") ?? true;
  return hears && policyOf(settings) === "replace";
}
