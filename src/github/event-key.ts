/**
 * One name for one fact, however often and through whichever door it is told, and the id of the run
 * that it starts. Spec: github §7.
 */
import { toText } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { sha256Bytes } from "./hashes.ts";
import { at, numberAt, textAt } from "./payload.ts";
import { envelopeIn } from "./envelope.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const length = 20;
const withoutAction: ReadonlySet<string> = new Set(["workflow_dispatch", "schedule"]);
const byHeadAlone: ReadonlySet<string> = new Set([
  "opened",
  "reopened",
  "synchronize",
  "ready_for_review",
]);

/** What the runner says of its own run. */
export interface RunnerFacts {
  readonly run_id: number | string;
}

/** `<repository id>/<event>/<action or ->/<subject>`, or the key that an envelope brings. */
export function eventKey(event: string, payload: Value, env: RunnerFacts): string {
  const envelope = envelopeIn(event, payload);
  if (envelope !== null && envelope !== "unreadable") return envelope.key;
  const name = plainEvent(event);
  const action = withoutAction.has(name) ? "-" : textAt(payload, "action") || "-";
  const repository = numberAt(payload, "repository", "id") ?? 0;
  return `${repository}/${name}/${action}/${subjectOf(name, action, payload, env)}`;
}

/** `pull_request_target` tells of the same facts as `pull_request`. */
export function plainEvent(event: string): string {
  return event === "pull_request_target" ? "pull_request" : event;
}

/**
 * The id of the run that a trigger, or a workflow named as it was written, starts for a fact.
 *
 * @example
 * runId("5001/issues/labeled/17@2026-11-20T08:12:31Z", "implement"); // "iter_wg44f7wb69y7453m8srn"
 */
export function runId(key: string, trigger: string): string {
  const bits = [...sha256Bytes(`${key}|${trigger}`)]
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("");
  const digits = Array.from(
    { length },
    (_, index) => alphabet[Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)] ?? "",
  );
  return `iter_${digits.join("")}`;
}

function subjectOf(name: string, action: string, payload: Value, env: RunnerFacts): string {
  const show = (...path: readonly string[]): string => toText(at(payload, ...path)) || "-";
  switch (name) {
    case "issue_comment":
    case "pull_request_review_comment":
      return show("comment", "id");
    case "pull_request_review":
      return show("review", "id");
    case "pull_request":
      return pullRequestSubject(action, show);
    case "issues":
      return `${show("issue", "number")}@${show("issue", "updated_at")}`;
    case "push":
      return `${show("ref")}@${show("after")}`;
    case "workflow_run":
      return `${show("workflow_run", "id")}.${show("workflow_run", "run_attempt")}`;
    case "check_run":
      return `${show("check_run", "id")}:${show("requested_action", "identifier")}`;
    case "merge_group":
      return show("merge_group", "head_sha");
    case "release":
      return show("release", "id");
    case "deployment_protection_rule":
      return show("deployment", "id");
    case "installation":
    case "installation_repositories":
      return show("installation", "id");
    default:
      return String(env.run_id);
  }
}

function pullRequestSubject(action: string, show: (...path: readonly string[]) => string): string {
  const head = `${show("pull_request", "number")}@${show("pull_request", "head", "sha")}`;
  return byHeadAlone.has(action) ? head : `${head}@${show("pull_request", "updated_at")}`;
}
