/** Tells of a run that waits for others, whose comment is that of the run ahead meanwhile. Spec: github §3.2, §10.1. */
import { info } from "@actions/core";
import { escapeCode } from "#core/report/escape.ts";
import { optionsOf } from "../commands/command-options.ts";
import type { Door } from "../door.ts";
import { mayWrite } from "../state/claim-run.ts";
import { findSaid, say, sayInstead } from "./said.ts";

/** A run that waits. */
export interface QueuedRun {
  readonly run: string;
  readonly trigger: string;
  readonly thread: number | null;
}

/** Says once that a run waits, and for which one. */
export async function sayQueued(door: Door, queued: QueuedRun, behind: string): Promise<void> {
  const { run, trigger, thread } = queued;
  info(`${run} is queued behind ${behind}.`);
  if (thread === null || !mayWrite(door)) return;
  const event = queuedEvent(run);
  const { prefix } = optionsOf(door);
  const text = `The run ${escapeCode(run)} of ${escapeCode(trigger)} is queued: it starts by itself when ${escapeCode(behind)} is over. \`${prefix} cancel ${run}\` drops it.`;
  const said = await findSaid(door, thread);
  if (said.some((marker) => marker["event"] === event)) return;
  await say(door, thread, { fact: { event, run }, text });
}

/** Says in the same place that a run waits no longer. */
export async function sayUnqueued(
  door: Door,
  { run, trigger, thread }: QueuedRun,
  became: "has started" | "was cancelled",
): Promise<void> {
  if (thread === null || !mayWrite(door)) return;
  const text = `The run ${escapeCode(run)} of ${escapeCode(trigger)} was queued and ${became}.`;
  const fact = { event: `${run}/unqueued`, run };
  await sayInstead(door, thread, { event: queuedEvent(run), fact, text });
}

/** What our comment on a run that waits says that it is about. */
export function queuedEvent(run: string): string {
  return `${run}/queued`;
}
