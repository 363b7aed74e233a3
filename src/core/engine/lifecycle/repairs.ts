/** What was cut off a log or passed over in it: the first thing that the next process says. Spec: runtime §3.3. */
import type { StoredLog } from "#core/ports/store.ts";
import type { NewEvent } from "#core/run/events.ts";
import { payload } from "../decide/place.ts";

/** The event of what a kill left broken in a log; none if there was nothing. */
export function describeRepairs({ droppedBytes, ignoredLines }: StoredLog["repaired"]): NewEvent[] {
  if (droppedBytes === 0 && ignoredLines === 0) return [];
  return [
    {
      type: "log_repaired",
      data: payload({
        dropped_bytes: droppedBytes > 0 ? droppedBytes : undefined,
        ignored_lines: ignoredLines > 0 ? ignoredLines : undefined,
      }),
    },
  ];
}
