/** The runs of a thread, those that are under way in another job as well as those that were left. */
import type { BadCheckpoint } from "#adapters/github/checkpoint/bad-checkpoint.ts";
import { driverIn, readOpenRuns, readRunNote } from "#adapters/github/open-runs.ts";
import type { OpenRun } from "#adapters/github/open-runs.ts";
import { findStickies } from "#adapters/github/sticky-comment.ts";
import type { StickyComment } from "#adapters/github/sticky-comment.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Marker } from "#src/github/markers.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import type { Door } from "../door.ts";
import { isQueued } from "../queue/lanes.ts";
import { loadRun, lookForRun } from "./left-runs.ts";
import type { FoundRun, LeftRun } from "./left-runs.ts";
import { ownerOf } from "./owner.ts";

/** A run of which a comment of ours speaks, or that was asked for by its id. */
export interface ThreadRun {
  readonly id: string;
  readonly trigger: string;
  /** As the marker has it: what the log says is in `left`. */
  readonly status: string;
  readonly seq: number;
  readonly comment: StickyComment["id"];
  /** Digests of what was shown at its gates; null if no comment shows them. */
  readonly shown: Fields | null;
  /** The job that spoke of it last; null if that isn't told. */
  readonly job: number | null;
  /** What the last job left; null while the first one is at it. */
  readonly left: LeftRun | null;
  /** Why that can't be used. */
  readonly fault: BadCheckpoint | null;
}

/** Every run of a thread: those of which a comment speaks, then those that are open without one. */
export async function findThreadRuns(door: Door, thread: number): Promise<readonly ThreadRun[]> {
  const found = await findStickies(door.client, thread, ownerOf(door));
  const told = new Set(found.map(({ marker }) => textAt(marker, "run")));
  const [ofComments, others] = await Promise.all([
    Promise.all(
      found.map(async ({ id, marker }) => ofMarker(marker, id, await loadRun(door, marker))),
    ),
    findUntold(door, thread, told),
  ]);
  return [...ofComments, ...others];
}

/** A later run may have taken the comment over, or none is written. */
async function findUntold(
  door: Door,
  thread: number,
  told: ReadonlySet<string>,
): Promise<readonly ThreadRun[]> {
  const open = await readOpenRuns(door.client, told);
  const here = open.filter(({ note }) => numberAt(note, "thread") === thread);
  const runs = await Promise.all(
    here.map(async ({ run, note }) => {
      const { left, fault } = await lookForRun(door, run);
      if (fault !== null) return [ofNote({ run, note }, fault)];
      if (left === null) return [];
      const found = toThreadRun(left, driverIn(note));
      return [isQueued(left.state) ? { ...found, status: "queued" } : found];
    }),
  );
  return runs.flat();
}

/** A run by its id, wherever it belongs. */
export async function findRun(door: Door, id: string): Promise<ThreadRun | null> {
  const { left, fault } = await lookForRun(door, id);
  if (fault !== null) return ofNote({ run: id, note: await readRunNote(door.client, id) }, fault);
  if (left === null) return null;
  const { thread } = left;
  const known = thread === null ? [] : await findThreadRuns(door, thread);
  return known.find((run) => run.id === id) ?? toThreadRun(left);
}

/** A run of which no comment speaks. */
export function toThreadRun(left: LeftRun, job: number | null = null): ThreadRun {
  const { id, trigger, seq, state } = left;
  return {
    id,
    trigger,
    status: state.status,
    seq,
    comment: null,
    shown: null,
    job,
    left,
    fault: null,
  };
}

/** A run of which there is no more than what is noted of it. */
function ofNote({ run: id, note }: OpenRun, fault: BadCheckpoint): ThreadRun {
  const [trigger, status] = [textAt(note, "trigger"), textAt(note, "status")];
  const [seq, job] = [numberAt(note, "seq") ?? 0, driverIn(note)];
  return { id, trigger, status, seq, comment: null, shown: null, job, left: null, fault };
}

/** The runs that are not over and that earlier attempts of this workflow run have kept last. */
export async function runsOfThisJob({ client, workflowRun }: Door): Promise<readonly string[]> {
  const runs = await readOpenRuns(client);
  return runs
    .filter(({ note }) => numberAt(note, "workflow_run") === workflowRun)
    .map(({ run }) => run);
}

/** True for a run that a person may still want something of. */
export function isOpen({ status }: ThreadRun): boolean {
  return !["finished", "failed", "cancelled"].includes(status);
}

function fieldsAt(marker: Marker, name: string): Fields {
  const value = marker[name] ?? null;
  return isFields(value) ? value : {};
}

function ofMarker(marker: Marker, comment: number, { left, fault }: FoundRun): ThreadRun {
  return {
    id: textAt(marker, "run"),
    trigger: textAt(marker, "trigger"),
    status: textAt(marker, "status"),
    seq: numberAt(marker, "seq") ?? 0,
    comment,
    shown: fieldsAt(marker, "proposals"),
    job: numberAt(marker, "workflow_run"),
    left,
    fault,
  };
}
