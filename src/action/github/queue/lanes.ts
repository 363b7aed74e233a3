/**
 * Lanes: the runs of a trigger that have one key, in the order in which they came.
 *
 * A run is in its lane from before it starts until nothing of it goes on by itself; the first of
 * those that wait is started when nobody is ahead of it. Spec: github §3.2.
 */
import { basename } from "node:path";
import { warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { changeList, readList } from "#adapters/github/kept-list.ts";
import { readRunNote } from "#adapters/github/open-runs.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import type { Fields } from "#core/graph/value.ts";
import { isOver, standingOf } from "#core/report/standing.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { reasonOf } from "../report/reason.ts";
import { mayWrite } from "../state/claim-run.ts";
import type { Door } from "../door.ts";

/** A run in its lane. */
export interface LaneEntry {
  readonly run: string;
  /** The workflow run that put it there. */
  readonly by: number;
}

/** Where a run of a lane is: under way, in the queue, or in nobody's way any more. */
export type LanePlace = "ahead" | "queued" | "gone";

/** Where lanes lie. */
export const laneFolder = "iter/lanes";

/** The name of the lane of a trigger's runs with a key. */
export function laneName(trigger: string, key: string): string {
  return sha256(`${trigger}|${key}`).slice(0, 32);
}

/** The lane of a run, as its log has it; null if it is in none. */
export function laneOf({ start }: RunState): string | null {
  return textAt(start?.github ?? null, "lane") || null;
}

/** The runs of a lane in their order. */
export async function readLane({ client }: Door, lane: string): Promise<readonly LaneEntry[]> {
  return toEntries((await readList(client, `${laneFolder}/${lane}`)) ?? []);
}

/** Puts a run behind those of its lane, or before them; one that is there already stays where it is. */
export async function enterLane(
  door: Door,
  lane: string,
  { run, first = false }: { readonly run: string; readonly first?: boolean },
): Promise<readonly LaneEntry[]> {
  const { client, workflowRun: by, trusted } = door;
  const entries = await changeList(client, `${laneFolder}/${lane}`, {
    tree: trusted.commit,
    anew: true,
    change: (there) => {
      if (there.some((entry) => entry["run"] === run)) return null;
      return first ? [{ run, by }, ...there] : [...there, { run, by }];
    },
  });
  return toEntries(entries);
}

/** Takes a run out of its lane; the result is who is still there. */
export async function leaveLane(
  { client, trusted }: Door,
  lane: string,
  run: string,
): Promise<readonly LaneEntry[]> {
  const entries = await changeList(client, `${laneFolder}/${lane}`, {
    tree: trusted.commit,
    anew: true,
    change: (there) => {
      const left = there.filter((entry) => entry["run"] !== run);
      return left.length === there.length ? null : left;
    },
  });
  return toEntries(entries);
}

/** Where a run of a lane is. */
export async function placeOf({ client }: Door, { run, by }: LaneEntry): Promise<LanePlace> {
  const note = await readRunNote(client, run);
  // Nothing is kept of it yet, or not any more.
  if (note === null) return (await client.jobs.run(by))?.status === "completed" ? "gone" : "ahead";
  if (at(note, "queued") === true) return "queued";
  return at(note, "off_lane") === true ? "gone" : "ahead";
}

/** The first of some runs that goes on, or waits itself; null if nobody is in the way. */
export async function firstInTheWay(
  door: Door,
  ahead: readonly LaneEntry[],
): Promise<LaneEntry | null> {
  for (const entry of ahead) if ((await placeOf(door, entry)) !== "gone") return entry;
  return null;
}

/** What is noted of a run for the others of its lane. */
export function noteOfLane(state: RunState): Fields {
  if (isQueued(state)) return { queued: true };
  return keepsLane(state) ? {} : { off_lane: true };
}

/** True for a run that has not begun because others are ahead of it. */
export function isQueued(state: RunState): boolean {
  return standingOf(state) === "queued";
}

/** True for a run that was queued and has not gone on since. */
export function hasNotBegun(events: readonly RunEvent[]): boolean {
  const waits = events.some(
    ({ type, data = null }) => type === "run_failed" && textAt(data, "reason") === "queued",
  );
  return waits && events.every(({ type }) => type !== "run_resumed");
}

/** False for a run that is over, or that only a person brings on again. */
function keepsLane(state: RunState): boolean {
  if (isOver(state.status) || state.status === "cancelled") return false;
  if (state.status !== "failed_resumable") return true;
  const standing = standingOf(state);
  // An approval that is gone is asked for again at once.
  if (reasonOf(state) === "evidence_gone") return true;
  return standing !== "failed_resumable" && standing !== "over_budget";
}

/** Leaves the lane of a run that is in nobody's way any more; whoever is next then starts. */
export async function makeWay(door: Door, run: string, state: RunState): Promise<void> {
  const lane = laneOf(state);
  if (lane === null || !mayWrite(door) || keepsLane(state)) return;
  try {
    const [next] = await leaveLane(door, lane, run);
    if (next !== undefined && (await placeOf(door, next)) === "queued")
      await startElsewhere(door, next.run);
  } catch (fault) {
    const why = messageOf(fault);
    warning(`The next run of the queue could not be started (${why}); a \`schedule\` job does it.`);
  }
}

/** Has a run that waits start in a job of its own. */
export async function startElsewhere(
  { client, ownWorkflow, defaultBranch }: Door,
  run: string,
): Promise<void> {
  await client.jobs.dispatch(basename(ownWorkflow), defaultBranch, { "run-id": run });
}

function toEntries(entries: readonly Fields[]): readonly LaneEntry[] {
  return entries.map((entry) => ({
    run: textAt(entry, "run"),
    by: numberAt(entry, "by") ?? 0,
  }));
}
