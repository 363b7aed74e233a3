/** Tells an event by the shape of its payload, for payloads that come without a name. */
import type { Value } from "#core/graph/value.ts";
import { at } from "./payload.ts";

/** The keys that only one event has, the more telling first. */
const shapes: readonly (readonly [event: string, ...keys: string[]])[] = [
  ["pull_request_review", "review", "pull_request"],
  ["pull_request_review_comment", "comment", "pull_request"],
  ["issue_comment", "comment", "issue"],
  ["workflow_run", "workflow_run"],
  ["check_run", "check_run"],
  ["merge_group", "merge_group"],
  ["release", "release"],
  ["deployment_protection_rule", "deployment_callback_url"],
  ["repository_dispatch", "client_payload"],
  ["schedule", "schedule"],
  ["pull_request", "pull_request"],
  ["issues", "issue"],
  ["push", "after", "ref"],
  ["workflow_dispatch", "workflow"],
];

/**
 * The name of the event; null if the payload fits none.
 *
 * @example
 * eventNameOf({ action: "opened", pull_request: { number: 7 } }); // "pull_request"
 */
export function eventNameOf(payload: Value): string | null {
  const found = shapes.find(([, ...keys]) => keys.every((key) => at(payload, key) !== null));
  return found?.[0] ?? null;
}
