/** When something happened: what was written later was not there. Spec: github §11.2. */
import type { Value } from "#core/graph/value.ts";
import { textAt } from "./payload.ts";

const places: readonly (readonly string[])[] = [
  ["comment", "created_at"],
  ["review", "submitted_at"],
  ["workflow_run", "updated_at"],
  ["pull_request", "updated_at"],
  ["issue", "updated_at"],
  ["head_commit", "timestamp"],
];

/** The time of an event, or the one that is given where the event says none. */
export function eventTime(payload: Value, otherwise: string): string {
  const said = places.map((path) => textAt(payload, ...path)).find((time) => time !== "");
  return said ?? otherwise;
}
