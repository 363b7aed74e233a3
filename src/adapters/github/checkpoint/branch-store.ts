/** Checkpoints as the only file of commits on a ref of the run. Spec: github §8.2. */
import type { GithubClient } from "../client.ts";
import { BadCheckpoint } from "./bad-checkpoint.ts";
import type { CheckpointStore } from "./store.ts";

const names = ["checkpoint.tar.gz", "checkpoint.enc"] as const;
const mostBytes = 40 * 1024 * 1024;

/** Opens the store; the ref moves forward only, so an old job can't overwrite a new one. */
export function openBranchStore(
  { git }: GithubClient,
  { sealed }: { readonly sealed: boolean },
): CheckpointStore {
  return {
    mostBytes,
    sessions: false,
    async save({ run, seq, bytes }) {
      const ref = `iter/runs/${run}`;
      const before = await git.ref(ref);
      const file = names[sealed ? 1 : 0];
      const message = JSON.stringify({ run, seq });
      const commit = await git.commit(message, { [file]: bytes }, before === null ? [] : [before]);
      if (before !== null) await git.moveRef(ref, commit);
      else if (!(await git.createRef(ref, commit))) await git.moveRef(ref, commit);
      return { ref: `refs/${ref}`, commit };
    },
  };
}

/**
 * The bytes of a checkpoint at a commit.
 *
 * Commits of forks can be read by their id as well: what isn't the run's own ref is nobody's.
 *
 * @throws BadCheckpoint if the commit is not the newest of the run, or doesn't hold just that file.
 */
export async function readBranch(
  { git }: GithubClient,
  { run, commit }: { readonly run: string; readonly commit: string },
): Promise<Uint8Array> {
  const newest = await git.ref(`iter/runs/${run}`);
  if (newest === null) throw new BadCheckpoint("the run keeps none on a ref of its own");
  if (newest !== commit) throw new BadCheckpoint("there is a newer one of the run");
  const [file, ...others] = (await git.tree(commit)) ?? [];
  if (file === undefined || others.length > 0 || !names.some((name) => name === file.path))
    throw new BadCheckpoint("the commit doesn't hold just a checkpoint");
  return git.blob(file.sha);
}
