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
 * @throws BadCheckpoint if the commit is not the newest of the run, or holds none.
 */
export async function readBranch(
  { git }: GithubClient,
  { run, commit }: { readonly run: string; readonly commit: string },
): Promise<Uint8Array> {
  const newest = await git.ref(`iter/runs/${run}`);
  if (newest !== null && newest !== commit)
    throw new BadCheckpoint("there is a newer one of the run");
  for (const name of names) {
    const bytes = await git.read(commit, name);
    if (bytes !== null) return bytes;
  }
  throw new BadCheckpoint("the commit holds no checkpoint");
}
