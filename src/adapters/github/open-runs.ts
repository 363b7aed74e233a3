/** Refs that tell of runs that are not over: which checkpoint is the newest, and when they expire. Spec: github §8.4. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { listAt, numberAt } from "#src/github/payload.ts";
import type { GithubClient } from "./client.ts";

const folder = "iter/open";

/** Says where a run stands; `tree` is a commit whose tree the note shares. */
export async function noteRun(
  { git }: GithubClient,
  { run, fields, tree }: { readonly run: string; readonly fields: Fields; readonly tree: string },
): Promise<void> {
  const ref = `${folder}/${run}`;
  const before = await git.ref(ref);
  const parents = before === null ? [] : [before];
  const commit = await git.mark(JSON.stringify({ ...fields, run }), tree, parents);
  if (before !== null) await git.moveRef(ref, commit);
  else if (!(await git.createRef(ref, commit))) await git.moveRef(ref, commit);
}

/** What was said last of a run; null if it is over or never was. */
export async function readRunNote({ git }: GithubClient, run: string): Promise<Fields | null> {
  const commit = await git.ref(`${folder}/${run}`);
  return commit === null ? null : parse(await git.message(commit));
}

/** Notes that a job goes on with a run; what it has kept last is still what another job kept. */
export async function noteDriver(
  client: GithubClient,
  { run, job, tree }: { readonly run: string; readonly job: number; readonly tree: string },
): Promise<void> {
  const note = await readRunNote(client, run);
  if (note === null) return;
  await noteRun(client, { run, fields: { ...note, status: "running", driven_by: job }, tree });
}

/** The job that drives a run, or did last. */
export function driverIn(note: Fields | null): number | null {
  return numberAt(note, "driven_by") ?? numberAt(note, "workflow_run");
}

/** The accounts whose comments speak of a run: those of the tokens that its jobs have had. */
export function authorsIn(note: Fields | null): readonly number[] {
  return listAt(note, "authors").filter((id) => typeof id === "number");
}

/** The ids of all runs that are not over. */
export async function listOpenRuns({ git }: GithubClient): Promise<readonly string[]> {
  const refs = await git.refsBelow(`${folder}/`);
  return refs.map(({ name }) => name.slice(folder.length + 1));
}

/** A run that is not over, with what was said of it last. */
export interface OpenRun {
  readonly run: string;
  readonly note: Fields | null;
}

/** What is said of the runs that are not over, save those that are known already. */
export async function readOpenRuns(
  { git }: GithubClient,
  known: ReadonlySet<string> = new Set(),
): Promise<readonly OpenRun[]> {
  const refs = await git.refsBelow(`${folder}/`);
  const runs = refs.map(({ name, commit }) => ({ run: name.slice(folder.length + 1), commit }));
  const unknown = runs.filter(({ run }) => !known.has(run));
  return Promise.all(
    unknown.map(async ({ run, commit }) => ({ run, note: parse(await git.message(commit)) })),
  );
}

/** A run that is over is noted no more. */
export async function forgetRun({ git }: GithubClient, run: string): Promise<void> {
  await git.deleteRef(`${folder}/${run}`);
}

function parse(text: string): Fields | null {
  try {
    const value = JSON.parse(text) as Value;
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}
