/** What Iter has said on a thread besides its reports; each says once what it says. Spec: github §4.4, §6.4. */
import type { Fields } from "#core/graph/value.ts";
import { readMarker, writeMarker } from "#src/github/markers.ts";
import type { Marker } from "#src/github/markers.ts";
import type { Door } from "../door.ts";
import { ownerOf } from "../state/owner.ts";

/** What our replies on a thread say of themselves. */
export async function findSaid(door: Door, thread: number): Promise<readonly Marker[]> {
  const { identities, repository, stateKey } = ownerOf(door);
  const comments = await door.client.comments(thread);
  return comments.flatMap(({ body, author }) => {
    const read = readMarker(
      { body, author_id: author.id, editor_id: null },
      { identities, repository, ...(stateKey === undefined ? {} : { state_key: stateKey }) },
    );
    return "marker" in read && read.marker.kind === "reply" ? [read.marker] : [];
  });
}

/** Says something on a thread, if it may; `fact` tells what it is about. */
export async function say(
  { client, job, repositoryId, attempts }: Door,
  thread: number,
  { fact, text }: { readonly fact: Fields & { readonly event: string }; readonly text: string },
): Promise<void> {
  const { stateKey } = job.inputs;
  const { event, ...rest } = fact;
  const payload = { event, repository: repositoryId, ...rest };
  const marker = writeMarker(
    "reply",
    payload,
    stateKey === undefined ? {} : { state_key: stateKey },
  );
  await attempts.attempt("comment", () => client.createComment(thread, `${marker}\n${text}`));
}
