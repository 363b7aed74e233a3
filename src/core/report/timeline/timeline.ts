/** A run as a story: one entry per fact, in the order of the log. */
import type { RunEvent } from "#core/run/events.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import type { ActivationView } from "../activations.ts";
import type { TimelineEntry } from "./entry.ts";
import { tellFact } from "./tell.ts";
import type { Teller } from "./tell.ts";

/** The entries of a log; `loops` are the bounds of loops by name. */
export function viewTimeline(
  events: readonly RunEvent[],
  activations: readonly ActivationView[],
  loops: ReadonlyMap<string, number>,
): TimelineEntry[] {
  const [first] = events;
  if (first === undefined) return [];
  const start = toMilliseconds(first.timestamp);
  const teller: Teller = {
    activations: new Map(activations.map((activation) => [activation.id, activation])),
    loops,
    gates: new Map(),
    steps: 0,
  };
  return events.flatMap((event) =>
    tellFact(event, teller).map((told) => ({
      seq: event.seq,
      time: event.timestamp,
      offsetMs: toMilliseconds(event.timestamp) - start,
      type: event.type,
      ...(event.node_id === undefined ? {} : { nodeId: event.node_id }),
      ...(event.branch_id === undefined ? {} : { branchId: event.branch_id }),
      ...(event.iteration_path === undefined ? {} : { iterationPath: event.iteration_path }),
      heading: false,
      ...told,
    })),
  );
}
