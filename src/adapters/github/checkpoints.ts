/** What a run leaves for the next job: its log, as the only file of a commit on a ref. Spec: github §8. */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { statusOf } from "./answers.ts";
import type { GithubClient } from "./client.ts";

/** A run as it was left. */
export interface Checkpoint {
  readonly manifest: Fields;
  /** `events.jsonl`. */
  readonly log: string;
}

/** Why a checkpoint can't be used. */
export class BadCheckpoint extends Error {
  override readonly name = "BadCheckpoint";
}

const file = "checkpoint.json.gz";
const format = "iter-checkpoint";

/** Keeps a checkpoint; the ref moves forward only, so an old job can't overwrite a new one. */
export async function saveCheckpoint(
  { git }: GithubClient,
  run: string,
  { manifest, log }: Checkpoint,
): Promise<{ readonly ref: string; readonly commit: string }> {
  const ref = `iter/runs/${run}`;
  const digest = sha256(log);
  const content = JSON.stringify({
    format,
    version: 1,
    ...manifest,
    events: { sha256: digest },
    log,
  });
  const before = await git.ref(ref);
  const message = JSON.stringify({ run, seq: manifest["seq"] ?? 0 });
  const bytes = new Uint8Array(gzipSync(content));
  const commit = await git.commit(message, { [file]: bytes }, before === null ? [] : [before]);
  if (before !== null) await git.moveRef(ref, commit);
  else if (!(await git.createRef(ref, commit))) await git.moveRef(ref, commit);
  return { ref: `refs/${ref}`, commit };
}

/**
 * The checkpoint of a run at a commit.
 *
 * @throws BadCheckpoint that names the test that failed.
 */
export async function loadCheckpoint(
  { git }: GithubClient,
  wanted: { readonly run: string; readonly commit: string; readonly repository: number },
): Promise<Checkpoint> {
  const bytes = await git.read(wanted.commit, file);
  if (bytes === null) throw new BadCheckpoint("the commit holds no checkpoint");
  const { log, ...manifest } = parse(bytes);
  const { run, repository, events } = manifest;
  if (typeof log !== "string" || manifest["format"] !== format || manifest["version"] !== 1)
    throw new BadCheckpoint("its format is not known");
  if (run !== wanted.run) throw new BadCheckpoint("it is of another run");
  if (repository !== wanted.repository) throw new BadCheckpoint("it is of another repository");
  if (!isFields(events) || events["sha256"] !== sha256(log))
    throw new BadCheckpoint("its digest is not that of its log");
  return { manifest, log };
}

/**
 * Takes the right to drive a run: a ref that can be created once. Spec: github §8.4.
 *
 * @returns false if another job has it.
 */
export async function claimRun(
  { git }: GithubClient,
  claim: { readonly run: string; readonly seq: number; readonly workflowRun: number },
): Promise<"claimed" | "taken" | "unavailable"> {
  const message = JSON.stringify({
    run: claim.run,
    seq: claim.seq,
    workflow_run: claim.workflowRun,
  });
  const ref = `iter/claims/${claim.run}/${claim.seq}`;
  try {
    const commit = await git.commit(
      message,
      { "claim.json": new TextEncoder().encode(message) },
      [],
    );
    if (await git.createRef(ref, commit)) return "claimed";
    const holder = await git.ref(ref);
    // The same job again, after it was told nothing: the claim is its own.
    const same = holder !== null && (await git.message(holder)) === message;
    return same ? "claimed" : "taken";
  } catch (fault) {
    if (statusOf(fault) === 403 || statusOf(fault) === 422) return "unavailable";
    throw fault;
  }
}

function parse(bytes: Uint8Array): Fields {
  try {
    const value = JSON.parse(gunzipSync(bytes).toString("utf8")) as Value;
    return isFields(value) ? value : {};
  } catch {
    throw new BadCheckpoint("it can't be unpacked");
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
