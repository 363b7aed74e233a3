/** What the bot makes of a decision: it answers itself, or hands an envelope to a job. Spec: github §2.4, §15.3. */
import type { Envelope } from "../envelope.ts";
import { eventKey, plainEvent } from "../event-key.ts";
import { at, numberAt, textAt } from "../payload.ts";
import { buttonCommand } from "./asked.ts";
import type { ModeContext, ModeDecision } from "./context.ts";

/** Commands that need no job. */
const answeredByBot: ReadonlySet<string> = new Set(["help", "status"]);

/** The decision as the bot carries it out. */
export function throughBot(context: ModeContext, decision: ModeDecision): ModeDecision {
  const { event, payload, config } = context;
  if (event.startsWith("installation"))
    return { mode: null, then: "index", reason_code: textAt(payload, "action") };
  if (event === "deployment_protection_rule") {
    const environment = textAt(payload, "environment");
    const rules = config.environments ?? {};
    const rule = Object.hasOwn(rules, environment) ? rules[environment] : undefined;
    const protect = { mode: null, then: "protect", environment } as const;
    return rule === undefined
      ? { ...protect, reason_code: "no_rule" }
      : { ...protect, reason_code: "trigger", trigger: rule.trigger };
  }
  const { mode, then, command, reason_code: reason } = decision;
  if (then === "ignore" || then === "reply") return decision;
  if (command !== undefined && answeredByBot.has(command))
    return { mode, then: "reply", reason_code: reason, command };
  return { mode, then: "dispatch", reason_code: reason, envelope: envelopeOf(context, decision) };
}

function envelopeOf(context: ModeContext, { starts, run, then }: ModeDecision): Envelope {
  const { event, payload, env } = context;
  const name = plainEvent(event);
  const button = name === "check_run" ? buttonCommand(context) : null;
  return {
    v: 1,
    key: eventKey(event, payload, env),
    event: name,
    action: textAt(payload, "action") || "-",
    ...whereToLook(context, name, then),
    ...(run === undefined ? {} : { run }),
    ...(starts === undefined ? {} : { triggers: starts.map(({ trigger }) => trigger) }),
    ...(button === null ? {} : { command: button }),
    actor: {
      id: numberAt(payload, "sender", "id") ?? 0,
      login: textAt(payload, "sender", "login"),
    },
  };
}

/** Ids alone: text is read again by the job. */
function whereToLook(
  { payload }: ModeContext,
  name: string,
  then: ModeDecision["then"],
): Partial<Envelope> {
  const number = (...path: readonly string[]): number => numberAt(payload, ...path) ?? 0;
  const thread = at(payload, "issue") ?? at(payload, "pull_request");
  const here = { thread: numberAt(thread, "number") ?? 0 };
  switch (name) {
    case "issue_comment":
    case "pull_request_review_comment":
      return { ...here, comment: number("comment", "id") };
    case "pull_request_review":
      return {
        ...here,
        review: number("review", "id"),
        sha: textAt(payload, "review", "commit_id"),
      };
    case "check_run":
      return {
        check_run: number("check_run", "id"),
        sha: textAt(payload, "check_run", "head_sha"),
      };
    case "merge_group":
      return { sha: textAt(payload, "merge_group", "head_sha") };
    default:
      return then === "cancel" ? here : {};
  }
}
