/** What a new run does to those of its trigger that are open on the thread. Spec: github §3.2. */
import { info } from "@actions/core";
import { eventsOf } from "#src/github/config/config.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import { cancelOne } from "./cancel.ts";
import type { Door } from "./door.ts";
import { findThreadRuns, isOpen } from "./thread-runs.ts";

/** A run that is about to start. */
export interface Coming {
  readonly run: string;
  readonly trigger: string;
  readonly settings: TriggerSettings;
  readonly thread: number | null;
  readonly by: string;
}

/** Makes room for a run; the code of the reason why it starts not, or null. */
export async function makeRoom(door: Door, coming: Coming): Promise<string | null> {
  const { thread, settings, trigger, run } = coming;
  const policy = settings.concurrency?.policy ?? defaultPolicy(settings);
  if (thread === null || policy === "queue") return null;
  const runs = await findThreadRuns(door, thread);
  const open = runs.filter((one) => one.trigger === trigger && one.id !== run && isOpen(one));
  if (open.length === 0) return null;
  if (policy === "skip") return "run_in_progress";
  for (const one of open) {
    info(`The run ${one.id} is replaced by ${run}.`);
    await cancelOne(door, one, { by: coming.by, reason: "superseded" });
  }
  return null;
}

function defaultPolicy(settings: TriggerSettings): "replace" | "skip" | "queue" {
  const events = eventsOf(settings);
  if (events.includes("pull_request")) return "replace";
  return events.includes("ci_failure") || events.includes("review_feedback") ? "skip" : "queue";
}
