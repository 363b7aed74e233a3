/** What a new run does to those of its trigger that are open on the thread. Spec: github §3.2. */
import { info } from "@actions/core";
import { stopNode } from "#src/github/loops/stop-gate.ts";
import { eventsOf } from "#src/github/config/config.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import { awaitedBy } from "../loops/awaited-by.ts";
import { cancelOne } from "./cancel.ts";
import type { Door } from "../door.ts";
import { findThreadRuns, isOpen } from "./thread-runs.ts";
import type { ThreadRun } from "./thread-runs.ts";

/** A run that is about to start. */
export interface Coming {
  readonly run: string;
  readonly trigger: string;
  readonly settings: TriggerSettings;
  readonly thread: number | null;
  readonly by: string;
  /** The commit that the event is about. */
  readonly headSha: string | null;
}

/** Makes room for a run; the code of the reason why it starts not, or null. */
export async function makeRoom(door: Door, coming: Coming): Promise<string | null> {
  const { thread, settings, trigger, run } = coming;
  const policy = settings.concurrency?.policy ?? defaultPolicy(settings);
  if (thread === null || policy === "queue") return null;
  const runs = await findThreadRuns(door, thread);
  const open = runs.filter((one) => one.trigger === trigger && one.id !== run && isOpen(one));
  if (open.length === 0) return null;
  const outdated = policy === "skip" ? open.filter((one) => isOutdated(one, coming)) : open;
  for (const one of outdated) {
    info(`The run ${one.id} is replaced by ${run}.`);
    await cancelOne(door, one, { by: coming.by, reason: "superseded" });
  }
  const left = open.filter((one) => !outdated.includes(one));
  return left.some(isUnderWay) ? "run_in_progress" : null;
}

/** A run that waits for the checks of another commit, or asks about one, waits for nothing any more. */
function isOutdated({ left }: ThreadRun, { headSha }: Coming): boolean {
  if (left === null) return false;
  const { start, interactions } = left.state;
  const node = stopNode(start?.github ?? {});
  const asks = Object.values(interactions).some(
    ({ nodeId, answeredAt }) => nodeId === node && answeredAt === null,
  );
  const sha = asks ? left.headSha : awaitedBy(left.state)?.sha;
  return sha != null && sha !== headSha;
}

/** One that has stopped is in nobody's way. */
function isUnderWay({ left, status }: ThreadRun): boolean {
  return (left?.state.status ?? status) !== "failed_resumable";
}

function defaultPolicy(settings: TriggerSettings): "replace" | "skip" | "queue" {
  const events = eventsOf(settings);
  if (events.includes("pull_request")) return "replace";
  return events.includes("ci_failure") || events.includes("review_feedback") ? "skip" : "queue";
}
