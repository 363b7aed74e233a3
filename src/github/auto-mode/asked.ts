/** Events in which a person asks for something: comments, reviews, buttons. Spec: github §2.4. */
import { parseCommand } from "../commands/commands.ts";
import type { ParsedCommand } from "../commands/commands.ts";
import { numberAt, textAt } from "../payload.ts";
import { ignore } from "./context.ts";
import type { ModeContext, ModeDecision } from "./context.ts";
import { raisedBy } from "./matching.ts";
import { startAll } from "./start.ts";

/** How commands begin: an input that was given wins over the file. */
export function commandOptions({ config, inputs }: ModeContext): {
  readonly prefix: string;
  readonly trigger_phrase: string;
} {
  const { commands } = config;
  return {
    prefix: commands?.prefix ?? "/iter",
    trigger_phrase: inputs["trigger-phrase"] ?? commands?.["trigger-phrase"] ?? "",
  };
}

/** A comment: a command, a mistake, or talk. */
export function decideComment(context: ModeContext): ModeDecision {
  const { payload } = context;
  const action = textAt(payload, "action");
  if (action === "edited") return ignore("edited_comment");
  if (action === "deleted") return ignore("deleted_comment");
  const parsed = parseCommand(textAt(payload, "comment", "body"), commandOptions(context));
  return toDecision(parsed) ?? ignore("not_a_command");
}

/** A review: a command in its body, or the answer that it is. */
export function decideReview(context: ModeContext): ModeDecision {
  const { payload } = context;
  if (textAt(payload, "action") !== "submitted") return ignore("review_not_submitted");
  const command = toDecision(
    parseCommand(textAt(payload, "review", "body"), commandOptions(context)),
  );
  if (command !== null) return command;
  const state = textAt(payload, "review", "state").toLowerCase();
  if (state !== "approved" && state !== "changes_requested") return ignore("review_comment_only");
  return { mode: "resume", then: "signal", reason_code: "review" };
}

/** A button of our check run. */
export function decideCheckRun(context: ModeContext): ModeDecision {
  const { payload, facts } = context;
  const app = numberAt(payload, "check_run", "app", "id");
  if (app === null || app !== facts.app_id) return ignore("not_ours");
  const text = buttonCommand(context);
  const parsed = text === null ? null : parseCommand(`/iter ${text}`);
  const decided = toDecision(parsed);
  return decided ?? startAll(context, raisedBy(context)) ?? ignore("no_trigger");
}

/** The command that a button or a re-run of our check stands for. */
export function buttonCommand({ payload }: Pick<ModeContext, "payload">): string | null {
  const action = textAt(payload, "action");
  const button = textAt(payload, "requested_action", "identifier");
  const [run = "", , gate = ""] = textAt(payload, "check_run", "external_id").split(":");
  if (action === "rerequested" || (action === "requested_action" && button === "iter:retry"))
    return run === "" ? "retry" : `retry --run ${run}`;
  if (action !== "requested_action" || run === "" || gate === "") return null;
  if (button === "iter:approve") return `approve ${gate} --run ${run}`;
  return button === "iter:reject" ? `reject ${gate} --run ${run}` : null;
}

/** What a parsed command comes to; null if there was none. */
export function toDecision(parsed: ParsedCommand, reason = "command"): ModeDecision | null {
  if (parsed === null) return null;
  if ("error" in parsed) return { mode: "command", then: "reply", reason_code: parsed.error.code };
  return { mode: "command", then: "command", reason_code: reason, command: parsed.command };
}
