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

/** Every event that Iter can tell. */
export const eventNames: readonly string[] = shapes.map(([name]) => name);

/** What every payload of an event has that Iter reads, besides what its name says. */
const parts: Readonly<Record<string, readonly string[]>> = {
  pull_request: ["pull_request.number", "pull_request.head.sha", "pull_request.base.ref"],
  issue_comment: ["issue.number", "comment.body", "comment.user.login"],
  issues: ["issue.number"],
  workflow_run: ["workflow_run.id", "workflow_run.head_sha"],
};
const always = ["repository.id", "repository.name", "repository.owner.login"];

/** Fields that a payload of the event would have and this one lacks. */
export function missingIn(event: string, payload: Value): readonly string[] {
  const person = event === "schedule" ? [] : ["sender.id", "sender.login"];
  const wanted = [...always, ...person, ...(parts[event] ?? [])];
  return wanted.filter((path) => at(payload, ...path.split(".")) === null);
}

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
