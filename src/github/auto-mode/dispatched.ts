/** Work that was dispatched: by the bot with an envelope, or by a person with a form. Spec: github §2.4. */
import { parseCommand } from "../commands/commands.ts";
import type { Envelope } from "../envelope.ts";
import { eventKey, runId } from "../event-key.ts";
import { textAt } from "../payload.ts";
import { commandOptions, toDecision } from "./asked.ts";
import { ignore } from "./context.ts";
import type { ModeContext, ModeDecision } from "./context.ts";
import { raisedBy } from "./matching.ts";
import { startAll } from "./start.ts";

const reason = "envelope";

/** What an envelope says: where to look, and what for. */
export function decideByEnvelope(
  context: ModeContext,
  envelope: Envelope | "unreadable",
): ModeDecision {
  if (envelope === "unreadable") return ignore("bad_envelope");
  const { command, comment, review, triggers, run, event, action, sha } = envelope;
  if (command !== undefined) {
    const { prefix } = commandOptions(context);
    return (
      toDecision(parseCommand(`${prefix} ${command}`, { prefix }), reason) ?? ignore("bad_envelope")
    );
  }
  if (comment !== undefined) return { mode: "command", then: "command", reason_code: reason };
  if (review !== undefined)
    return {
      mode: "resume",
      then: "signal",
      reason_code: reason,
      ...(sha === undefined ? {} : { sha }),
    };
  if (triggers !== undefined) return startNamed(context, envelope.key, triggers, reason);
  if (run !== undefined) return { mode: "resume", then: "resume", reason_code: reason, run };
  if (event === "pull_request" && action === "closed")
    return { mode: "cancel", then: "cancel", reason_code: reason };
  if (event === "merge_group") return { mode: "run", then: "carry", reason_code: reason };
  return ignore("bad_envelope");
}

/** The form of the Actions page, or a call of the API. */
export function decideDispatch(context: ModeContext): ModeDecision {
  const { event, payload, env } = context;
  const input = (name: string): string => textAt(payload, "inputs", name).trim();
  if (input("command") !== "") {
    const { prefix } = commandOptions(context);
    const parsed = parseCommand(`${prefix} ${input("command")}`, { prefix });
    return toDecision(parsed) ?? ignore("not_a_command");
  }
  if (input("run-id") !== "")
    return { mode: "resume", then: "resume", reason_code: "run_id_given", run: input("run-id") };
  if (input("trigger") !== "")
    return startNamed(context, eventKey(event, payload, env), [input("trigger")], "trigger");
  return startAll(context, raisedBy(context)) ?? ignore("no_trigger");
}

function startNamed(
  { config }: ModeContext,
  key: string,
  names: readonly string[],
  why: string,
): ModeDecision {
  const known = names.filter((name) => Object.hasOwn(config.triggers ?? {}, name));
  if (known.length === 0) return ignore("unknown_trigger");
  const starts = known.map((trigger) => ({ trigger, run: runId(key, trigger) }));
  return { mode: "run", then: "start", reason_code: why, starts };
}
