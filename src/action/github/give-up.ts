/** A loop that gives up says so once: in the comment of its last run, and by a label. Spec: github §13. */
import { warning } from "@actions/core";
import { findStickies, newestSticky } from "#adapters/github/sticky-comment.ts";
import { openWriteApi } from "#adapters/github/write-api.ts";
import { explainReason } from "#src/github/reasons.ts";
import { isSilent } from "./claim-run.ts";
import { optionsOf } from "./command-options.ts";
import type { Door } from "./door.ts";
import { ownerOf } from "./owner.ts";

/** Label of a thread that a loop has left to people. */
const needsHuman = "iter:needs-human";

/** Tells people; what can't be written costs nothing but itself. */
export async function giveUp(
  door: Door,
  { trigger, thread }: { readonly trigger: string; readonly thread: number | null },
  reason: string,
): Promise<void> {
  if (thread === null || isSilent(door)) return;
  try {
    await sayInComment(door, { trigger, thread }, reason);
    await openWriteApi(door.access).label(thread, [needsHuman], []);
  } catch {
    warning(`\`${needsHuman}\` can't be set; give the job \`issues: write\`.`);
  }
}

async function sayInComment(
  door: Door,
  { trigger, thread }: { readonly trigger: string; readonly thread: number },
  reason: string,
): Promise<void> {
  const { prefix } = optionsOf(door);
  const found = await findStickies(door.client, thread, ownerOf(door));
  const sticky = newestSticky(found.filter(({ marker }) => marker["trigger"] === trigger));
  if (sticky === undefined) return;
  const box = `> [!CAUTION]\n> ${explainReason(reason)} Mend it yourself, or write \`${prefix} run ${trigger}\`.`;
  if (sticky.body.includes(box)) return;
  const [marker = "", title = "", ...rest] = sticky.body.split("\n");
  await door.client.updateComment(sticky.id, [marker, title, "", box, ...rest].join("\n"));
}
