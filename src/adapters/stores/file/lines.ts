/** The lines of events: keys in the documented order, values that are large or known by reference. */
import type { Fields } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { inlineLimit, mayHoldReference, withBlobs } from "./blobs.ts";
import type { WrittenValues } from "./same.ts";

/** What the lines of a log are made with. */
export interface Lines {
  readonly directory: string;
  readonly values: WrittenValues;
}

/** The lines of a group; blobs that they refer to are written first. */
export function linesOf(lines: Lines, events: readonly RunEvent[]): string {
  let text = "";
  for (const event of events) {
    const line = lineOf(lines, event);
    lines.values.remember(event, line);
    text += `${line}\n`;
  }
  return text;
}

function lineOf({ directory, values }: Lines, event: RunEvent): string {
  const known = values.find(event);
  const own = known === undefined ? event : { ...event, data: without(event.data, known) };
  const line = JSON.stringify(ordered(own));
  const outlined = needsBlobs(line) ? withBlobs(directory, own.data ?? {}) : own.data;
  if (known === undefined && outlined === event.data) return line;
  return JSON.stringify(ordered({ ...event, data: { ...event.data, ...outlined, ...known } }));
}

function needsBlobs(line: string): boolean {
  const large = line.length > inlineLimit / 3 && Buffer.byteLength(line) > inlineLimit;
  return large || mayHoldReference(line);
}

function without(data: Fields = {}, keys: Fields): Fields {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !Object.hasOwn(keys, key)));
}

/** Keys in the documented order; those that are undefined are left out by JSON. */
function ordered(event: RunEvent): object {
  return {
    seq: event.seq,
    timestamp: event.timestamp,
    type: event.type,
    run_id: event.run_id,
    branch_id: event.branch_id,
    node_id: event.node_id,
    activation_id: event.activation_id,
    iteration_path: event.iteration_path,
    idle: event.idle,
    data: event.data,
  };
}
