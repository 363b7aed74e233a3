/** What a new run does to those of its trigger that have the same key, and they to it. Spec: github §3.2. */
import { info } from "@actions/core";
import { statusOf } from "#adapters/github/answers.ts";
import { parseTemplate, renderTemplate, resolverOf, toTemplate } from "#core/graph/reference.ts";
import type { Fields } from "#core/graph/value.ts";
import { isOpenGate } from "#core/run/state.ts";
import { stopNode } from "#src/github/loops/stop-gate.ts";
import { eventsOf } from "#src/github/config/config.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import { explainReason } from "#src/github/reasons.ts";
import { awaitedBy } from "../loops/awaited-by.ts";
import { cancelOne } from "../state/cancel.ts";
import { mayWrite } from "../state/claim-run.ts";
import type { Door } from "../door.ts";
import { enterLane, firstInTheWay, laneName, leaveLane, placeOf, readLane } from "./lanes.ts";
import type { LaneEntry } from "./lanes.ts";
import { findRun, findThreadRuns, isOpen } from "../state/thread-runs.ts";
import type { ThreadRun } from "../state/thread-runs.ts";

/** A run that is about to start. */
export interface Coming {
  readonly run: string;
  readonly trigger: string;
  readonly settings: TriggerSettings;
  readonly thread: number | null;
  readonly by: string;
  /** The commit that the event is about. */
  readonly headSha: string | null;
  /** It was begun before: an event that comes again replaces nothing that was started since. */
  readonly begun: boolean;
  /** What templates of keys are filled from; asked for only where there are any. */
  readonly context: () => Promise<Fields>;
}

/** The place of a run that may start, at once or after others; or why it doesn't. */
export type Room =
  | { readonly refused: string }
  | {
      readonly refused?: never;
      /** Null where runs are in nobody's way, or no lane can be kept. */
      readonly lane: string | null;
      /** The run that has to be over first. */
      readonly behind: string | null;
    };

const free: Room = { lane: null, behind: null };

/** Makes room for a run, or puts it behind those that are under way. */
export async function makeRoom(door: Door, coming: Coming): Promise<Room> {
  const { settings, run } = coming;
  const policy = policyOf(settings);
  const key = await keyOf(coming);
  const found = key === null ? null : await findAhead(door, coming, key);
  if (found === null) return key === null ? free : alone(door, coming, policy);
  const { lane, ahead } = found;
  if (policy === "queue") return { lane, behind: (await firstInTheWay(door, ahead))?.run ?? null };
  if (coming.begun) return { lane, behind: null };
  const others = await allOthers(door, coming, ahead);
  const refused = await replace(door, coming, { policy, others });
  if (refused === null) return { lane, behind: null };
  await leaveLane(door, lane, run);
  return { refused };
}

/** Where no lane can be kept, the comments of the thread tell of other runs. */
async function alone(door: Door, coming: Coming, policy: Policy): Promise<Room> {
  if (policy === "queue" || coming.begun) return free;
  const refused = await replace(door, coming, { policy, others: await onThread(door, coming) });
  return refused === null ? free : { refused };
}

/** Puts the run into its lane; null if lanes can't be written. */
async function findAhead(
  door: Door,
  { trigger, run, begun }: Coming,
  key: string,
): Promise<{ readonly lane: string; readonly ahead: readonly LaneEntry[] } | null> {
  if (!mayWrite(door)) return null;
  const lane = laneName(trigger, key);
  try {
    const entries = begun ? await readLane(door, lane) : await enterLane(door, lane, { run });
    const own = entries.findIndex((entry) => entry.run === run);
    return { lane, ahead: entries.slice(0, Math.max(own, 0)) };
  } catch (fault) {
    if (statusOf(fault) !== 403 && statusOf(fault) !== 422) throw fault;
    info(explainReason("claim_unavailable"));
    return null;
  }
}

/** Those of the lane, and those of the thread that have the key of all that say nothing of one. */
async function allOthers(
  door: Door,
  coming: Coming,
  ahead: readonly LaneEntry[],
): Promise<readonly ThreadRun[]> {
  const known = usesThread(coming) ? await onThread(door, coming) : [];
  const others = [...known];
  for (const entry of ahead) {
    if (known.some(({ id }) => id === entry.run) || (await placeOf(door, entry)) === "gone")
      continue;
    others.push((await findRun(door, entry.run)) ?? beginning(coming, entry));
  }
  return others;
}

async function onThread(door: Door, coming: Coming): Promise<readonly ThreadRun[]> {
  const { thread, trigger, run } = coming;
  const runs = thread === null ? [] : await findThreadRuns(door, thread);
  return runs.filter((one) => one.trigger === trigger && one.id !== run && isOpen(one));
}

/** A run of which nothing is kept yet. */
function beginning({ trigger }: Coming, { run }: LaneEntry): ThreadRun {
  const nothing = { seq: 0, comment: null, shown: null, job: null, left: null, fault: null };
  return { id: run, trigger, status: "running", ...nothing };
}

/** Ends the runs that the new one replaces; the code of the reason why it starts not, or null. */
async function replace(
  door: Door,
  coming: Coming,
  { policy, others }: { readonly policy: Policy; readonly others: readonly ThreadRun[] },
): Promise<string | null> {
  const outdated = policy === "skip" ? others.filter((one) => isOutdated(one, coming)) : others;
  for (const one of outdated) {
    info(`The run ${one.id} is replaced by ${coming.run}.`);
    await cancelOne(door, one, { by: coming.by, reason: "superseded" });
  }
  const left = others.filter((one) => !outdated.includes(one));
  return left.some(isUnderWay) ? "run_in_progress" : null;
}

/** A run that waits for the checks of another commit, or asks about one, waits for nothing any more. */
export function isOutdated({ left }: ThreadRun, { headSha }: Pick<Coming, "headSha">): boolean {
  if (left === null) return false;
  const { start, interactions } = left.state;
  const node = stopNode(start?.github ?? {});
  const asks = Object.values(interactions).some((gate) => gate.nodeId === node && isOpenGate(gate));
  const sha = asks ? left.headSha : awaitedBy(left.state)?.sha;
  return sha != null && sha !== headSha;
}

/** One that has stopped is in nobody's way, and one that can't go on. */
export function isUnderWay({ left, fault, status }: ThreadRun): boolean {
  return fault === null && (left?.state.status ?? status) !== "failed_resumable";
}

type Policy = "replace" | "skip" | "queue";

/** What becomes of runs of a trigger that have the same key. */
export function policyOf(settings: TriggerSettings): Policy {
  const { policy } = settings.concurrency ?? {};
  if (policy !== undefined) return policy;
  const events = eventsOf(settings);
  if (events.includes("pull_request")) return "replace";
  return events.includes("ci_failure") || events.includes("review_feedback") ? "skip" : "queue";
}

function usesThread({ settings, thread }: Coming): boolean {
  return thread !== null && (settings.concurrency?.key ?? "thread") === "thread";
}

/** What runs have in common that are in each other's way; null for a run that is in nobody's. */
async function keyOf({ settings, thread, context }: Coming): Promise<string | null> {
  const { key = "thread" } = settings.concurrency ?? {};
  if (key === "run") return null;
  if (key === "trigger") return "";
  if (key === "thread") return thread === null ? "" : threadKey(thread);
  const written = toTemplate(parseTemplate(key));
  return `key ${renderTemplate(written, resolverOf({ github: await context() }))}`;
}

/** The key of all runs of a thread that say nothing of one. */
export function threadKey(thread: number): string {
  return `thread ${thread}`;
}
