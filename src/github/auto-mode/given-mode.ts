/** The mode that a job asks for itself, and a job that is run again. Spec: github §2.4, rows 1 and 2. */
import { parseCommand } from "../commands/commands.ts";
import { settingsOf } from "../config/config.ts";
import { eventKey, runId } from "../event-key.ts";
import { commandOptions } from "./asked.ts";
import { ignore } from "./context.ts";
import type { ModeContext, ModeDecision } from "./context.ts";
import { limitsOf } from "./limits.ts";
import { raisedBy } from "./matching.ts";
import { startAll } from "./start.ts";

const reason = "mode_given";

/** The decision of rows 1 and 2, or null. */
export function decideGivenMode(context: ModeContext): ModeDecision | null {
  const { inputs, env } = context;
  const mode = inputs["mode"] ?? "auto";
  switch (mode) {
    case "run":
      return startAfresh(context);
    case "resume":
      return { mode, then: "resume", reason_code: reason, ...runOf(context) };
    case "command":
      return decideCommand(context);
    case "cancel":
      return { mode, then: "cancel", reason_code: reason, ...runOf(context) };
    case "validate":
      return { mode, then: "validate", reason_code: reason };
    default:
      return env.run_attempt > 1 && env.checkpoint
        ? { mode: "resume", then: "resume", reason_code: "rerun" }
        : null;
  }
}

/** A second attempt is a run of its own here. */
function startAfresh(context: ModeContext): ModeDecision {
  const { inputs, env, event, payload, config } = context;
  const workflow = inputs["workflow"];
  if (workflow === undefined) {
    const started = startAll(context, raisedBy(context));
    return started?.mode === "run"
      ? { ...started, reason_code: reason }
      : (started ?? ignore("no_trigger"));
  }
  const { refused, ...limits } = limitsOf(context, settingsOf(config, workflow));
  if (refused !== null) return ignore(refused);
  const key = eventKey(event, payload, env);
  const fresh = env.run_attempt > 1 ? `${key}#${env.run_attempt}` : key;
  const run = inputs["run-id"] ?? runId(fresh, workflow);
  const starts = [{ trigger: workflow, run, ...limits }];
  return { mode: "run", then: "start", reason_code: reason, starts };
}

function decideCommand(context: ModeContext): ModeDecision {
  const options = commandOptions(context);
  const text = context.inputs["command"];
  if (text === undefined) return { mode: "command", then: "sweep", reason_code: reason };
  const parsed = parseCommand(`${options.prefix} ${text}`, options);
  if (parsed === null) return ignore("not_a_command");
  if ("error" in parsed) return { mode: "command", then: "reply", reason_code: parsed.error.code };
  return { mode: "command", then: "command", reason_code: reason, command: parsed.command };
}

function runOf({ inputs }: ModeContext): { readonly run?: string } {
  const run = inputs["run-id"];
  return run === undefined ? {} : { run };
}
