/** A loop that stops says so once: by a label, and in the comment of its last run if no gate says it. Spec: github §13. */
import { warning } from "@actions/core";
import { findStickies, newestSticky } from "#adapters/github/sticky-comment.ts";
import { openWriteApi } from "#adapters/github/write-api.ts";
import type { WriteApi } from "#adapters/github/write-api.ts";
import { explainReason } from "#src/github/reasons.ts";
import { mayWrite } from "../state/claim-run.ts";
import { optionsOf } from "../commands/command-options.ts";
import type { Door } from "../door.ts";
import { ownerOf } from "../state/owner.ts";

/** Label of a thread that a loop has left to people. */
const needsHuman = "iter:needs-human";

/** Sets the label; one that can't be set costs nothing but itself. */
export async function markStopped(door: Door, thread: number | null): Promise<void> {
  await setLabel(door, thread, (api, number) => api.label(number, [needsHuman], []));
}

/** Takes the label off, once a person has said what is to be done. */
export async function unmarkStopped(door: Door, thread: number | null): Promise<void> {
  await setLabel(door, thread, (api, number) => api.label(number, [], [needsHuman]));
}

async function setLabel(
  door: Door,
  thread: number | null,
  set: (api: WriteApi, thread: number) => Promise<void>,
): Promise<void> {
  if (thread === null || !mayWrite(door)) return;
  try {
    await set(openWriteApi(door.access), thread);
  } catch {
    warning(`\`${needsHuman}\` can't be set; give the job \`issues: write\`.`);
  }
}

/** Tells people in the comment of the last run, where no gate asks them. */
export async function sayStopped(
  door: Door,
  { trigger, thread }: { readonly trigger: string; readonly thread: number | null },
  reason: string,
): Promise<void> {
  if (thread === null || !mayWrite(door)) return;
  const { prefix } = optionsOf(door);
  const found = await findStickies(door.client, thread, ownerOf(door));
  const sticky = newestSticky(found.filter(({ marker }) => marker["trigger"] === trigger));
  if (sticky === undefined) return;
  const box = `> [!CAUTION]\n> ${explainReason(reason)} Mend it yourself, or write \`${prefix} run ${trigger}\`.`;
  if (sticky.body.includes(box)) return;
  const [marker = "", title = "", ...rest] = sticky.body.split("\n");
  const text = [marker, title, "", box, ...rest].join("\n");
  try {
    await door.client.updateComment(sticky.id, text);
  } catch {
    warning("The comment of the last run can't be edited; give the job `issues: write`.");
  }
}
