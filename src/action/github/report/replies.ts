/** Answers the author of a comment: one reaction, at most one reply. Spec: github §4.4. */
import { info } from "@actions/core";
import { levelOf } from "#src/github/authorise/person.ts";
import { reaches } from "#src/github/levels.ts";
import { sanitiseOut } from "#src/github/sanitise/sanitise-out.ts";
import { keyOf } from "../commands/ask.ts";
import type { Ask, Done } from "../commands/ask.ts";
import { findSaid, say } from "./said.ts";

/** What a refusal is about: it is said once to a person. */
export interface Refused {
  readonly gate?: string;
  readonly code: string;
}

const foldAbove = 20;
/** A comment takes no more; the marker and the fold need some of it. */
const longest = 60_000;

/** Reacts and replies; where nobody can see either, the log of the job says it. */
export async function answer(ask: Ask, done: Done, about: Refused | null): Promise<void> {
  const { door, comment, thread, sender } = ask;
  // A review can't be reacted to; its author is told on the thread what it didn't do.
  const refusesReview = ask.reviewId !== undefined && about !== null;
  if ((comment === null && !refusesReview) || thread === null) {
    if (done.reply !== null) info(done.reply);
    return;
  }
  const { reaction } = done;
  const { attempt } = door.attempts;
  if (comment !== null && reaction !== null)
    await attempt("reaction", () => door.client.react(comment.id, reaction));
  if (done.reply === null || !(await mayBeAnswered(ask))) return;
  const event = keyOf(ask);
  if (await wasSaid(ask, event, about)) return;
  const fact = {
    event,
    ...(about === null ? {} : { person: sender.id, gate: about.gate ?? "", code: about.code }),
  };
  const text = foldLong(cutReply(sanitiseOut(door.job.redactor.text(done.reply))));
  const called = comment === null ? `@${sender.login}, about your review: ${text}` : text;
  await say(door, thread.number, { fact, text: called });
}

/** True for people who may read here; strangers are told nothing. */
export async function mayBeAnswered({ door, sender }: Ask): Promise<boolean> {
  const level = levelOf({ ...(await door.client.permission(sender.login)), sender });
  return level !== "api_error" && level !== "identity_mismatch" && reaches(level, "read");
}

/** True if the comment was answered before, or the same was said to the same person. */
async function wasSaid(
  { door, thread, sender }: Ask,
  event: string,
  about: Refused | null,
): Promise<boolean> {
  const said = await findSaid(door, thread?.number ?? 0);
  return said.some(
    ({ person, gate, code, event: of }) =>
      of === event ||
      (about !== null &&
        person === sender.id &&
        gate === (about.gate ?? "") &&
        code === about.code),
  );
}

function cutReply(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}\n… cut`;
}

/** What is long is folded; its first line is what is seen of it. */
function foldLong(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= foldAbove) return text;
  return `<details><summary>Answer, ${lines.length} lines</summary>\n\n${text}\n\n</details>`;
}
