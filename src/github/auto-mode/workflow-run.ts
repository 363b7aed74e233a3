/** What the end of a workflow run comes to. Spec: github §2.4, rows 7 to 11. */
import { listAt, textAt } from "../payload.ts";
import { ignore } from "./context.ts";
import type { ModeContext, ModeDecision } from "./context.ts";
import { isFork } from "./limits.ts";
import { raisedBy } from "./matching.ts";
import { startAll } from "./start.ts";

const relay = "iter-review-signal";

/** A review's signal, CI that a run waits for or is to mend, or nothing. */
export function decideWorkflowRun(context: ModeContext): ModeDecision {
  const { payload, facts, door } = context;
  const run = (key: string): string => textAt(payload, "workflow_run", key);
  if (textAt(payload, "action") !== "completed") return ignore("no_trigger");
  const sha = run("head_sha");
  if (run("name") === relay && run("event") === "pull_request_review") {
    if (door === "bot") return ignore("review_signal");
    return { mode: "resume", then: "signal", reason_code: "review", sha };
  }
  if (facts.own_workflows.includes(run("path"))) return ignore("own_event");
  const waiting = facts.waiting_for_ci.find((one) => one.sha === sha);
  if (waiting !== undefined)
    return { mode: "resume", then: "resume", reason_code: "ci_finished", run: waiting.run };
  const failed = ["failure", "timed_out"].includes(run("conclusion"));
  const mended = failed ? raisedBy(context, "ci_failure") : [];
  const raised = mended.length > 0 ? mended : raisedBy(context);
  const refused = mended.length > 0 ? refusalOf(context) : null;
  if (refused !== null) return ignore(refused);
  return startAll(context, raised) ?? ignore("no_trigger");
}

function refusalOf(context: ModeContext): string | null {
  if (isFork(context)) return "fork_not_allowed";
  const pulls = listAt(context.payload, "workflow_run", "pull_requests");
  return pulls.length === 0 ? "no_pull_request" : null;
}
