/** What an event of a pull request comes to. Spec: github §2.4, rows 14 to 17. */
import { at, textAt } from "../payload.ts";
import { ignore } from "./context.ts";
import type { ModeContext, ModeDecision } from "./context.ts";
import { raisedBy } from "./matching.ts";
import { startAll } from "./start.ts";

/** Ended, started, checked, or nothing. */
export function decidePullRequest(context: ModeContext): ModeDecision {
  const { payload, door } = context;
  if (textAt(payload, "action") === "closed") {
    const merged = at(payload, "pull_request", "merged") === true;
    return { mode: "cancel", then: "cancel", reason_code: merged ? "merged" : "closed" };
  }
  const started = startAll(context, raisedBy(context));
  if (started?.mode === "run") return started;
  if (door === "action" && changesWorkflows(context))
    return { mode: "validate", then: "validate", reason_code: "workflow_changed" };
  return started ?? ignore("no_trigger");
}

function changesWorkflows({ facts }: ModeContext): boolean {
  return facts.changed_files.some(
    (file) =>
      /\.iter$|\.(?:flow|host)\.(?:json|yaml|yml)$/.test(file) ||
      file.startsWith(".github/iter/") ||
      file === ".github/iter.yml",
  );
}
