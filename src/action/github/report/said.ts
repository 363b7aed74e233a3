/** What Iter has said on a thread besides its reports; each says once what it says. Spec: github §4.4, §6.4. */
import type { Fields } from "#core/graph/value.ts";
import { readMarker, writeMarker } from "#src/github/markers.ts";
import type { Marker } from "#src/github/markers.ts";
import type { Door } from "../door.ts";
import { ownerOf } from "../state/owner.ts";

/** What our replies on a thread say of themselves. */
export async function findSaid(door: Door, thread: number): Promise<readonly Marker[]> {
  return (await findReplies(door, thread)).map(({ marker }) => marker);
}

interface Reply {
  readonly id: number;
  readonly marker: Marker;
}

async function findReplies(door: Door, thread: number): Promise<readonly Reply[]> {
  const { identities, repository, stateKey } = ownerOf(door);
  const comments = await door.client.comments(thread);
  return comments.flatMap(({ id, body, author }) => {
    const read = readMarker(
      { body, author_id: author.id, editor_id: null },
      { identities, repository, ...(stateKey === undefined ? {} : { state_key: stateKey }) },
    );
    return "marker" in read && read.marker.kind === "reply" ? [{ id, marker: read.marker }] : [];
  });
}

/** Something that is said; `fact` tells what it is about. */
interface Saying {
  readonly fact: Fields & { readonly event: string };
  readonly text: string;
}

/** Says something on a thread, if it may. */
export async function say(door: Door, thread: number, saying: Saying): Promise<void> {
  const { attempts, client } = door;
  await attempts.attempt("comment", () => client.createComment(thread, bodyOf(door, saying)));
}

/** Says something in place of what was said of another fact; nothing if that wasn't said. */
export async function sayInstead(
  door: Door,
  thread: number,
  { event, ...saying }: Saying & { readonly event: string },
): Promise<void> {
  const replies = await findReplies(door, thread);
  const said = replies.find(({ marker }) => marker["event"] === event);
  if (said === undefined) return;
  const { attempts, client } = door;
  await attempts.attempt("comment", () => client.updateComment(said.id, bodyOf(door, saying)));
}

function bodyOf({ job, repositoryId }: Door, { fact, text }: Saying): string {
  const { stateKey } = job.inputs;
  const { event, ...rest } = fact;
  const payload = { event, repository: repositoryId, ...rest };
  const key = stateKey === undefined ? {} : { state_key: stateKey };
  return `${writeMarker("reply", payload, key)}\n${text}`;
}
