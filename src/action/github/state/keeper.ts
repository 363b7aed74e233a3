/**
 * Keeps a run where the next job finds it: after nodes, before every effect, at gates and at the end.
 *
 * Before anything is kept the claim is looked at again; a job that lost it writes nothing any more.
 * Spec: github §8.1, §8.4, §9.
 */
import { join } from "node:path";
import { warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { packCheckpoint } from "#adapters/github/checkpoint/archive.ts";
import { BadCheckpoint } from "#adapters/github/checkpoint/bad-checkpoint.ts";
import { readRunFiles } from "#adapters/github/checkpoint/run-files.ts";
import { seal } from "#adapters/github/checkpoint/seal.ts";
import { describePointer } from "#adapters/github/checkpoint/store.ts";
import type { CheckpointStore, Pointer } from "#adapters/github/checkpoint/store.ts";
import { claimEnd } from "#adapters/github/claims.ts";
import type { Claim } from "#adapters/github/claims.ts";
import { forgetRun, noteDriver, noteRun, readRunNote } from "#adapters/github/open-runs.ts";
import type { Work } from "#adapters/github/work.ts";
import { createFileStore } from "#adapters/stores/file/file.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import { openGates } from "#core/report/run-document.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunEvent } from "#core/run/events.ts";
import { nameOfGate } from "#core/run/state.ts";
import type { RunState } from "#core/run/state.ts";
import { gateSettings } from "#src/github/config/config.ts";
import { awaitedBy } from "../loops/awaited-by.ts";
import type { Meter } from "../budget/ledger.ts";
import { isSilent, mayWrite } from "./claim-run.ts";
import { openCheckpointStore } from "./checkpoint-store.ts";
import { isQueued, noteOfLane } from "../queue/lanes.ts";
import type { Workplace } from "./workplace.ts";
import type { Door } from "../door.ts";
import { gateExpiry, toApiTime } from "../gates/expiry.ts";
import { keepState } from "#src/action/state.ts";

/** What of a run doesn't change while it goes on. */
export interface KeptRun {
  readonly run: string;
  readonly trigger: string;
  readonly thread: number | null;
  readonly headSha: string | null;
  readonly baseSha: string | null;
  readonly initiator: { readonly id: number; readonly login: string };
  /** The commit from which its workflow was read. */
  readonly source: string;
}

/** Where a run stands, as markers say it. */
export interface Standing {
  /** Of the newest checkpoint; 0 if there is none. */
  readonly seq: number;
  readonly pointer: Pointer | null;
  /** When the first of its gates expires. */
  readonly expires: string | null;
}

/** What the job's last step is told, in case this one is cut off. */
export interface TrackedRun {
  readonly run: KeptRun;
  readonly standing: Standing;
  /** The commit of the checkout when the run began. */
  readonly base: string | null;
  /** Where the checkout is. */
  readonly folder: string;
}

/** Keeps one run. */
export interface Keeper {
  readonly reporter: Reporter;
  standing(): Standing;
  /**
   * Keeps the run as its log has it now.
   *
   * @throws Refusal `FENCED` if another job has taken it over.
   */
  keep(): Promise<void>;
  /** Says whose comments speak of the run besides those of this job: earlier jobs had other tokens. */
  knowAuthors(authors: readonly number[]): void;
  /** Says that a run without a thread is answered on this one. */
  moveTo(thread: number): Promise<void>;
  /** Called when another job has taken the run over. */
  onFenced(listener: () => void): void;
}

/** How a keeper begins. */
export interface KeeperRequest {
  readonly run: KeptRun;
  readonly claim: Claim | null;
  /** The checkpoint from which the run goes on; seq 0 at its start. */
  readonly begun: Standing;
  /** Where its nodes work; what they did there is kept with it. */
  readonly workplace: Pick<Workplace, "capture" | "folder">;
  /** Counts what is spent; null for one that keeps nothing. */
  readonly meter: Meter | null;
}

const apartMs = 60_000;
const dayMs = 86_400_000;
/** So long those ahead of a run may wait for people. */
const queueMs = 60 * dayMs;
const over: readonly RunState["status"][] = ["finished", "failed"];

/** Opens the keeper of a run. */
export function openKeeper(
  door: Door,
  { run, claim, begun, workplace, meter }: KeeperRequest,
): Keeper {
  const { client, job, trusted, workflowRun } = door;
  let standing = begun;
  let last = Date.now();
  let queue: Promise<void> = Promise.resolve();
  let listener: (() => void) | undefined;
  let authors: readonly number[] = door.identities;

  async function keepNow(): Promise<void> {
    last = Date.now();
    if (isSilent(door)) return;
    if (claim !== null && !(await claim.holds())) throw fenced();
    const { events } = await createFileStore(job.store).read(run.run);
    const state = fold(events);
    const next = standing.seq + 1;
    const expires = earliestExpiry(door, run, state);
    // Nobody goes on with what is over, so nobody needs its files.
    const work = over.includes(state.status) ? null : await workplace.capture();
    const owed = meter?.owed(state) ?? null;
    const place = { seq: next, state, events, expires, work, owed };
    const pointer = await save(door, run, place);
    const shorter = limitedBy(pointer, expires);
    standing = { seq: next, pointer, expires: shorter };
    trackRun({ run, standing, base: work?.base ?? null, folder: workplace.folder });
    if (claim === null || !mayWrite(door)) return;
    await meter?.count(next, state);
    const tree = trusted.commit;
    const note = { ...noteOf(door, run, { state, standing }), authors };
    if (!over.includes(state.status)) return noteRun(client, { run: run.run, fields: note, tree });
    await claimEnd(client, { run: run.run, seq: next, workflowRun, tree });
    await forgetRun(client, run.run);
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    queue = queue.catch(() => undefined).then(work);
    return queue;
  }

  function keep(): Promise<void> {
    return inTurn(keepNow);
  }

  /** Until the run is kept again it is in the hands of this job. */
  async function noteResumed(): Promise<void> {
    if (claim === null || !mayWrite(door) || isSilent(door)) return;
    await noteDriver(client, { run: run.run, job: workflowRun, tree: trusted.commit });
  }

  /** In between nobody waits for it; what goes wrong is told, unless the run isn't ours any more. */
  function meanwhile(kept: Promise<void>): void {
    kept.catch((fault: unknown) => {
      if (isFenced(fault)) listener?.();
      else warning(`The run could not be kept: ${messageOf(fault)}`);
    });
  }

  return {
    reporter: {
      on({ type }) {
        const due = type === "node_finished" && Date.now() - last >= apartMs;
        if (due || type === "human_input_requested") meanwhile(keep());
        if (type === "run_resumed") meanwhile(inTurn(noteResumed));
      },
    },
    standing: () => standing,
    keep,
    knowAuthors(others) {
      authors = [...new Set([...authors, ...others])];
    },
    async moveTo(thread) {
      const note = await readRunNote(client, run.run);
      if (note === null) return;
      await noteRun(client, { run: run.run, fields: { ...note, thread }, tree: trusted.commit });
    },
    onFenced(then) {
      listener = then;
    },
  };
}

/** Tells the job's last step where the run stands. */
export function trackRun(tracked: TrackedRun): void {
  keepState("door", JSON.stringify(tracked));
}

/** True for the refusal of a job whose run another one has taken over. */
export function isFenced(fault: unknown): boolean {
  return fault instanceof Refusal && fault.code === "FENCED";
}

function fenced(): Refusal {
  return new Refusal("FENCED", "Another job has taken the run over.");
}

interface Kept {
  readonly seq: number;
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly expires: string | null;
  readonly work: Work | null;
  readonly owed: Fields | null;
}

async function save(door: Door, run: KeptRun, kept: Kept): Promise<Pointer> {
  const { job } = door;
  const { stateKey } = job.inputs;
  const until = isQueued(kept.state) ? toApiTime(Date.now() + queueMs) : kept.expires;
  const store = openCheckpointStore(door, until);
  const withSessions = pack(door, run, { kept, sessions: mayKeepSessions(door, store) });
  const fits = withSessions.length <= store.mostBytes;
  const bytes = fits ? withSessions : pack(door, run, { kept, sessions: false });
  if (bytes.length > store.mostBytes)
    throw new BadCheckpoint("What the run would leave is too large.", "checkpoint_too_large");
  const bound = { run: run.run, seq: kept.seq };
  return store.save({
    ...bound,
    bytes: stateKey === undefined ? bytes : seal(bytes, stateKey, bound),
  });
}

/** Everybody can read the artifacts of a public repository. */
function mayKeepSessions({ job, isPrivate, config }: Door, store: CheckpointStore): boolean {
  const wanted = config.state?.["sessions"] !== false;
  return wanted && store.sessions && (isPrivate || job.inputs.stateKey !== undefined);
}

function pack(
  { job, repositoryId }: Door,
  run: KeptRun,
  { kept, sessions }: { readonly kept: Kept; readonly sessions: boolean },
): Uint8Array {
  const folder = join(job.store, "runs", run.run);
  const { files, dropped } = readRunFiles(folder, { redactor: job.redactor, sessions });
  if (dropped.length > 0)
    warning(
      `A conversation held a secret and was left out (session_dropped): ${dropped.join(", ")}`,
    );
  const { state, events, seq, work, owed } = kept;
  const manifest = {
    run: run.run,
    seq,
    created_at: events.at(-1)?.timestamp ?? "",
    repository: repositoryId,
    thread: run.thread,
    trigger: run.trigger,
    workflow: { path: state.source.path, commit: run.source, hash: state.source.hash },
    head_sha: run.headSha,
    base_sha: run.baseSha,
    initiator: { ...run.initiator },
    status: state.status,
    gates: openGates(state).map(({ gate }) => gate),
    spent: { ...state.spent },
    work: work === null ? null : { base: work.base, head: work.head },
    sessions,
    ...(owed === null ? {} : { owed }),
  };
  return packCheckpoint({ manifest, files: [...files, ...(work?.files ?? [])] });
}

function earliestExpiry({ config }: Door, { trigger }: KeptRun, state: RunState): string | null {
  const times = openGates(state).map((gate) =>
    gateExpiry(gate.requestedAt, gateSettings(config, trigger, nameOfGate(gate))),
  );
  return times.toSorted()[0] ?? null;
}

/** A gate doesn't outlive the checkpoint from which its answer would go on. */
function limitedBy(pointer: Pointer, expires: string | null): string | null {
  if (expires === null || !("artifact" in pointer) || pointer.expires === "") return expires;
  const gone = Date.parse(pointer.expires);
  return gone < Date.parse(expires) ? toApiTime(gone - dayMs) : expires;
}

/** The commit whose checks have to end. */
function waitsFor(state: RunState): Fields {
  const awaited = awaitedBy(state);
  return awaited === null ? {} : { waits_for: awaited.sha };
}

function noteOf(
  { workflowRun }: Door,
  run: KeptRun,
  { state, standing }: { readonly state: RunState; readonly standing: Standing },
): Fields {
  const { seq, pointer, expires } = standing;
  return {
    seq,
    status: state.status,
    workflow_run: workflowRun,
    trigger: run.trigger,
    thread: run.thread,
    ...waitsFor(state),
    ...noteOfLane(state),
    ...(pointer === null ? {} : describePointer(pointer)),
    ...(expires === null ? {} : { expires }),
  };
}
