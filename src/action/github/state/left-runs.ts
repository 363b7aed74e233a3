/** The runs that earlier jobs left: found by our comments and refs, read from their checkpoints. Spec: github §8.6. */
import { join } from "node:path";
import { warning } from "@actions/core";
import { artifactPrefix } from "#adapters/github/checkpoint/artifact-store.ts";
import type { Checkpoint } from "#adapters/github/checkpoint/archive.ts";
import { BadCheckpoint } from "#adapters/github/checkpoint/bad-checkpoint.ts";
import { writeRunFiles } from "#adapters/github/checkpoint/run-files.ts";
import { readPointer } from "#adapters/github/checkpoint/store.ts";
import type { Pointer } from "#adapters/github/checkpoint/store.ts";
import { readRunNote } from "#adapters/github/open-runs.ts";
import { findStickies } from "#adapters/github/sticky-comment.ts";
import { workFiles } from "#adapters/github/work.ts";
import type { Work } from "#adapters/github/work.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { asksPeople } from "#core/run/state.ts";
import type { Interaction, RunState, Submission } from "#core/run/state.ts";
import type { Marker } from "#src/github/markers.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { JobRefusal } from "#src/action/job-refusal.ts";
import { readCheckpoint } from "./checkpoint-store.ts";
import type { Door } from "../door.ts";
import { ownerOf } from "./owner.ts";

/** A run that may go on. */
export interface LeftRun {
  readonly id: string;
  readonly seq: number;
  readonly trigger: string;
  readonly headSha: string | null;
  readonly baseSha: string | null;
  readonly expiresAt: string | null;
  readonly initiatorId: number;
  readonly initiatorLogin: string;
  readonly thread: number | null;
  /** The commit from which its workflow was read. */
  readonly source: string;
  /** What its folder holds. */
  readonly files: Checkpoint["files"];
  /** What its nodes did in their checkout; null if there was none. */
  readonly work: Work | null;
  /** What it had spent when it was kept and no ledger had yet; null if that is nothing. */
  readonly owed: Value;
  /** Null for a run of which nothing was kept yet. */
  readonly pointer: Pointer | null;
  readonly events: readonly RunEvent[];
  readonly state: RunState;
  readonly gates: readonly Interaction[];
  /** Ids of those who were counted at a gate; null for one that can't be told. */
  answeredBy(gate: Interaction): readonly (number | null)[];
}

/** Where something says that a checkpoint lies. */
interface Lead {
  readonly run: string;
  readonly seq: number;
  readonly pointer: Pointer;
  readonly expires: string | null;
  /** Where a run is answered that had no thread when it was kept. */
  readonly thread: number | null;
}

/** What was found of a run: nothing if none of it was kept yet. */
export interface FoundRun {
  readonly left: LeftRun | null;
  /** Why what was kept of it can't be used. */
  readonly fault: BadCheckpoint | null;
}

/** The run of a marker as it was left last. */
export function loadRun(door: Door, marker: Marker): Promise<FoundRun> {
  const run = textAt(marker, "run");
  return usable(door, run, loadNewest(door, run, [toLead(marker)]));
}

/** A run by its id, wherever its newest checkpoint is. */
export function lookForRun(door: Door, run: string): Promise<FoundRun> {
  return usable(door, run, findNewest(door, run));
}

/** The same; null if it left nothing that could be used. */
export async function findLeftRun(door: Door, run: string): Promise<LeftRun | null> {
  return (await lookForRun(door, run)).left;
}

/**
 * A run by its id; null if it left nothing.
 *
 * @throws JobRefusal if it left what can't be used: to begin again would do everything twice.
 */
export async function needLeftRun(door: Door, run: string): Promise<LeftRun | null> {
  try {
    return await findNewest(door, run);
  } catch (fault) {
    if (!(fault instanceof BadCheckpoint)) throw fault;
    throw new JobRefusal(fault.code, `The checkpoint of ${run} can't be used: ${fault.message}.`, {
      hint: "start another run, by `/iter run` or a new event",
    });
  }
}

async function findNewest(door: Door, run: string): Promise<LeftRun | null> {
  const note = await readRunNote(door.client, run);
  const thread = numberAt(note, "thread") ?? door.thread;
  const found = thread === null ? [] : await findStickies(door.client, thread, ownerOf(door));
  const markers = found.filter(({ marker }) => marker["run"] === run);
  return loadNewest(
    door,
    run,
    markers.map(({ marker }) => toLead(marker)),
  );
}

/** The number of a run's newest checkpoint, as far as refs tell. */
export async function newestSeq({ client }: Door, run: string): Promise<number | null> {
  return numberAt(await readRunNote(client, run), "seq");
}

async function loadNewest(
  door: Door,
  run: string,
  leads: readonly (Lead | null)[],
): Promise<LeftRun | null> {
  const others = await Promise.all([leadOfNote(door, run), leadOfRef(door, run)]);
  const uploaded = await leadsHere(door, run);
  const found = [...leads, ...others, ...uploaded].filter((lead) => lead !== null);
  const [newest] = found.toSorted((a, b) => b.seq - a.seq);
  // What was uploaded last may not know yet where the run is answered.
  const thread = newest?.thread ?? found.find((lead) => lead.thread !== null)?.thread ?? null;
  return newest === undefined ? null : load(door, { ...newest, thread });
}

function toLead(value: Value): Lead | null {
  const [run, seq] = [textAt(value, "run"), numberAt(value, "seq")];
  const pointer = readPointer(value);
  if (run === "" || seq === null || pointer === null) return null;
  const [expires, thread] = [textAt(value, "expires") || null, numberAt(value, "thread")];
  return { run, seq, pointer, expires, thread };
}

async function leadOfNote({ client }: Door, run: string): Promise<Lead | null> {
  const note = await readRunNote(client, run);
  return note === null ? null : toLead(note);
}

/** The ref of the run, which may be a step ahead of what comments say. */
async function leadOfRef({ client: { git } }: Door, run: string): Promise<Lead | null> {
  const commit = await git.ref(`iter/runs/${run}`);
  if (commit === null) return null;
  const seq = numberAt(parse(await git.message(commit)), "seq");
  return seq === null
    ? null
    : { run, seq, pointer: { ref: `refs/iter/runs/${run}`, commit }, expires: null, thread: null };
}

/** What earlier attempts of this workflow run uploaded. */
async function leadsHere({ client, workflowRun }: Door, run: string): Promise<readonly Lead[]> {
  const artifacts = await client.jobs.artifactsOf(workflowRun).catch(() => []);
  const prefix = artifactPrefix(run);
  return artifacts.flatMap(({ id, name, digest, expiresAt }) => {
    const seq = Number(/^(\d+)-a\d+$/.exec(name.slice(prefix.length))?.[1] ?? Number.NaN);
    if (!name.startsWith(prefix) || Number.isNaN(seq)) return [];
    const pointer = { artifact: id, digest: digest.replace("sha256:", ""), expires: expiresAt };
    return [{ run, seq, pointer, expires: null, thread: null }];
  });
}

async function load(door: Door, lead: Lead): Promise<LeftRun> {
  return open(door, lead, await readCheckpoint(door, lead));
}

/** Without a run whose checkpoint can't be used the others of a thread can still be heard of. */
async function usable(
  door: Door,
  run: string,
  loading: Promise<LeftRun | null>,
): Promise<FoundRun> {
  try {
    return { left: await loading, fault: null };
  } catch (fault) {
    if (!(fault instanceof BadCheckpoint)) throw fault;
    door.steps.tell({ "reason-code": fault.code });
    warning(`The checkpoint of ${run} can't be used (${fault.code}): ${fault.message}.`);
    return { left: null, fault };
  }
}

async function open(door: Door, lead: Lead, checkpoint: Checkpoint): Promise<LeftRun> {
  const { manifest } = checkpoint;
  const { run, seq } = lead;
  writeRunFiles(join(door.job.store, "runs", run), checkpoint.files);
  const { events } = await createFileStore(door.job.store).read(run);
  const state = fold(events);
  const ids = new Map(await idsOf(door.client, state));
  return {
    id: run,
    seq,
    trigger: textAt(manifest, "trigger"),
    headSha: textAt(state.workplace, "head_sha") || textAt(manifest, "head_sha") || null,
    baseSha: textAt(manifest, "base_sha") || null,
    expiresAt: lead.expires,
    initiatorId: numberAt(manifest, "initiator", "id") ?? 0,
    initiatorLogin: textAt(manifest, "initiator", "login"),
    thread: numberAt(manifest, "thread") ?? lead.thread,
    source: textAt(manifest, "workflow", "commit"),
    files: checkpoint.files,
    work: workOf(checkpoint),
    owed: at(manifest, "owed"),
    pointer: lead.pointer,
    events,
    state,
    gates: Object.values(state.interactions).filter(asksPeople),
    answeredBy: ({ submissions }) => submissions.map((one) => idIn(one) ?? ids.get(one.by) ?? null),
  };
}

function workOf({ manifest, files }: Checkpoint): Work | null {
  const [base, head] = [textAt(manifest, "work", "base"), textAt(manifest, "work", "head")];
  return base === "" || head === "" ? null : { base, head, files: workFiles(files) };
}

/** Who gave an answer, as it was when they did: names change hands. */
function idIn({ evidence }: Submission): number | null {
  return numberAt(evidence ?? null, "actor_id");
}

/** The ids of those of whom the log has only the name. */
async function idsOf(
  client: Door["client"],
  state: RunState,
): Promise<readonly (readonly [string, number | null])[]> {
  const names = Object.values(state.interactions).flatMap(({ submissions }) =>
    submissions.filter((one) => idIn(one) === null).map(({ by }) => by),
  );
  return Promise.all(
    [...new Set(names)].map(async (name) => {
      const { permission } = await client.permission(name);
      return [name, permission?.user_id ?? null] as const;
    }),
  );
}

function parse(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}
