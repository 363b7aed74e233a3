/**
 * Turns an event into what is done with it: the first row of the table that fits wins.
 * Spec: github §2.4.
 */
import { envelopeIn } from "../envelope.ts";
import { eventKey } from "../event-key.ts";
import { textAt } from "../payload.ts";
import { decideGivenMode } from "./given-mode.ts";
import { decideCheckRun, decideComment, decideReview } from "./asked.ts";
import { decideByEnvelope, decideDispatch } from "./dispatched.ts";
import { ignore } from "./context.ts";
import type { ModeContext, ModeDecision } from "./context.ts";
import { isOurs, raisedBy } from "./matching.ts";
import { decidePullRequest } from "./pull-request.ts";
import { startAll } from "./start.ts";
import { throughBot } from "./through-bot.ts";
import { decideWorkflowRun } from "./workflow-run.ts";

export type { ModeContext, ModeDecision, Start } from "./context.ts";

/** Events of ours that tell of something else than what we did. */
const relayed: ReadonlySet<string> = new Set([
  "workflow_dispatch",
  "repository_dispatch",
  "workflow_run",
  "schedule",
  "merge_group",
]);

/**
 * What is done with an event, and why. Levels of people are not asked here.
 *
 * @example
 * const { mode, then, reason_code } = decideMode(context);
 */
export function decideMode(context: ModeContext): ModeDecision {
  if (context.door === "bot") return throughBot(context, decideEvent(context));
  const decision = decideGivenMode(context) ?? decideEvent(context);
  if (decision.mode === null) return decision;
  const { event, payload, env } = context;
  return { ...decision, event_key: eventKey(event, payload, env) };
}

function decideEvent(context: ModeContext): ModeDecision {
  const { event, payload, door } = context;
  if (isOurs(context) && !relayed.has(event) && !startsAnyway(context)) return ignore("own_event");
  const envelope = envelopeIn(event, payload);
  if (envelope !== null) return decideByEnvelope(context, envelope);
  switch (event) {
    case "issue_comment":
      return decideComment(context);
    case "pull_request_review_comment":
      return door === "bot" ? decideComment(context) : ignore("unsupported_event");
    case "pull_request_review":
      return door === "bot" ? decideReview(context) : ignore("review_signal");
    case "workflow_run":
      return decideWorkflowRun(context);
    case "workflow_dispatch":
      return decideDispatch(context);
    case "pull_request":
    case "pull_request_target":
      return decidePullRequest(context);
    case "check_run":
      return decideCheckRun(context);
    default:
      return decideOther(context);
  }
}

/** A trigger may ask for events of our own. */
function startsAnyway(context: ModeContext): boolean {
  return raisedBy(context).some(({ trigger }) => trigger["own-events"] === true);
}

function decideOther(context: ModeContext): ModeDecision {
  const { event, payload } = context;
  if (event === "merge_group" && textAt(payload, "action") === "checks_requested")
    return { mode: "run", then: "carry", reason_code: "merge_group" };
  if (event === "deployment_protection_rule" || event.startsWith("installation"))
    return ignore("unsupported_event");
  const started = startAll(context, raisedBy(context));
  if (started !== null || event !== "schedule") return started ?? ignore("no_trigger");
  return { mode: "command", then: "sweep", reason_code: "schedule" };
}
