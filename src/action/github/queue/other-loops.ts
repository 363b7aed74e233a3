/** Keeps loops of several triggers from mending one thread at once: what one pushes, the other doesn't know. Spec: github §13. */
import { eventsOf, triggerOf } from "#src/github/config/config.ts";
import type { Door } from "../door.ts";
import { findThreadRuns, isOpen } from "../state/thread-runs.ts";
import { isOutdated, isUnderWay, threadKey } from "./concurrency.ts";
import type { Coming } from "./concurrency.ts";
import { firstInTheWay, laneName, readLane } from "./lanes.ts";

/** True if a loop of another trigger is at the thread; its own trigger says itself what becomes of its runs. */
export async function isMendedElsewhere(
  door: Door,
  { trigger, thread, headSha }: Pick<Coming, "trigger" | "thread" | "headSha">,
): Promise<boolean> {
  const others = loopsOf(door).filter((name) => name !== trigger);
  if (thread === null || others.length === 0) return false;
  const runs = await findThreadRuns(door, thread);
  const atIt = runs.filter((run) => others.includes(run.trigger) && isOpen(run));
  if (atIt.some((run) => isUnderWay(run) && !isOutdated(run, { headSha }))) return true;
  const known = new Set(runs.map(({ id }) => id));
  for (const name of others) {
    // One that has only begun is nowhere else yet.
    const lane = await readLane(door, laneName(name, threadKey(thread)));
    const begun = lane.filter(({ run }) => !known.has(run));
    if ((await firstInTheWay(door, begun)) !== null) return true;
  }
  return false;
}

function loopsOf({ config }: Door): readonly string[] {
  return Object.keys(config.triggers ?? {}).filter((name) => {
    const events = eventsOf(triggerOf(config, name) ?? {});
    return events.includes("ci_failure") || events.includes("review_feedback");
  });
}
