/** The one comment of a trigger on a thread: found by its marker, edited in place. Spec: github §8.3, §10.1. */
import { readMarker } from "#src/github/markers.ts";
import type { Marker } from "#src/github/markers.ts";
import { longestComment } from "#core/report/sticky/sticky-comment.ts";
import type { Value } from "#core/graph/value.ts";
import { textAt } from "#src/github/payload.ts";
import { statusOf } from "./answers.ts";
import type { GithubClient } from "./client.ts";

/** Whose comments count. */
export interface StickyOwner {
  readonly identities: readonly number[];
  readonly repository: number;
  readonly stateKey?: string;
}

/** A comment of ours that speaks of a run. */
export interface FoundSticky {
  readonly id: number;
  readonly marker: Marker;
  readonly body: string;
}

/** Writes the comment. */
export interface StickyComment {
  readonly id: number | null;
  /** Edits the comment, or makes it; one that is too long for GitHub is made half as long, once. */
  write(body: Body): Promise<void>;
  /** As `write`, unless the last edit was less than so many seconds ago. */
  refresh(body: Body): void;
}

/** The text of a comment within a limit of UTF-16 units. */
export type Body = (limit: number) => string;

/** Every comment of the thread that speaks of a run and is ours, the newest of each run. */
export async function findStickies(
  client: GithubClient,
  thread: number,
  owner: StickyOwner,
): Promise<readonly FoundSticky[]> {
  const comments = await client.comments(thread);
  const ours = comments.filter(
    ({ author, body }) => owner.identities.includes(author.id) && body.startsWith("<!-- iter:v"),
  );
  const editors = await client.editors(ours);
  return ours.flatMap(({ id, body, author }) => {
    const read = readMarker(
      { body, author_id: author.id, editor_id: editors.get(id) ?? null },
      {
        identities: owner.identities,
        repository: owner.repository,
        ...(owner.stateKey === undefined ? {} : { state_key: owner.stateKey }),
      },
    );
    return "marker" in read && read.marker.kind === "run"
      ? [{ id, body, marker: read.marker }]
      : [];
  });
}

/** The run that a comment says it speaks of, whoever wrote it; null if it names none. */
export function runNamedIn(body: string): string | null {
  const payload = /^<!-- iter:v1 run ([\w-]+) [\w-]+ -->/.exec(body)?.[1];
  if (payload === undefined) return null;
  try {
    const marker = JSON.parse(Buffer.from(payload, "base64url").toString()) as Value;
    return textAt(marker, "run") || null;
  } catch {
    return null;
  }
}

/** The comment that counts: the highest `seq`, then the lower id. */
export function newestSticky(found: readonly FoundSticky[]): FoundSticky | undefined {
  const seq = ({ marker }: FoundSticky): number => Number(marker["seq"]);
  return found.toSorted((a, b) => seq(b) - seq(a) || a.id - b.id)[0];
}

/** Opens the comment that was found, or one that is made by the first writing. */
export function openSticky(
  client: GithubClient,
  {
    thread,
    found,
    throttleSeconds,
    now,
    mayEdit,
  }: {
    readonly thread: number;
    readonly found: number | null;
    readonly throttleSeconds: number;
    readonly now: () => number;
    /** False for a comment that somebody else has taken over since it was found. */
    readonly mayEdit: (body: string) => boolean;
  },
): StickyComment {
  let id = found;
  let last = -Infinity;
  let queue: Promise<void> = Promise.resolve();

  async function send(body: string): Promise<void> {
    if (id === null) {
      id = (await client.createComment(thread, body)).id;
      return;
    }
    const there = await client.comment(id);
    if (there === null || mayEdit(there.body)) await client.updateComment(id, body);
  }

  async function fit(body: Body): Promise<void> {
    try {
      await send(body(longestComment));
    } catch (fault) {
      if (statusOf(fault) !== 422) throw fault;
      await send(body(longestComment / 2));
    }
  }

  function write(body: Body): Promise<void> {
    last = now();
    queue = queue.catch(() => undefined).then(() => fit(body));
    return queue;
  }

  return {
    get id() {
      return id;
    },
    write,
    refresh(body) {
      // A report that fails never fails a run; the last one is awaited and told.
      if (now() - last >= throttleSeconds * 1000 && !client.isScarce())
        write(body).catch(() => undefined);
    },
  };
}
