/** Whose comments are ours. Spec: github §8.3. */
import type { StickyOwner } from "#adapters/github/sticky-comment.ts";
import type { Door } from "../door.ts";

/** Whose comments count in a job. */
export function ownerOf(door: Pick<Door, "identities" | "repositoryId" | "job">): StickyOwner {
  const { stateKey } = door.job.inputs;
  const owner = { identities: door.identities, repository: door.repositoryId };
  return stateKey === undefined ? owner : { ...owner, stateKey };
}
