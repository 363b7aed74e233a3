/** Which triggers an event raises. Spec: github §3.1, §3.2. */
import { evaluateExpression } from "#core/graph/expression/evaluate.ts";
import { parseExpression } from "#core/graph/expression/parse.ts";
import { isTrue } from "#core/graph/expression/truth.ts";
import { resolverOf } from "#core/graph/reference.ts";
import type { Value } from "#core/graph/value.ts";
import { eventsOf, triggerOf } from "../config/config.ts";
import type { TriggerEvent, TriggerSettings } from "../config/config.ts";
import { plainEvent } from "../event-key.ts";
import { toGithubContext, withPullRequest } from "../namespace.ts";
import { fitsPatterns } from "../patterns.ts";
import { at, listAt, numberAt, textAt } from "../payload.ts";
import type { ModeContext } from "./context.ts";
import { limitsOf } from "./limits.ts";
import type { EventLimits } from "./limits.ts";

/** A trigger that an event raises. */
export interface Raised extends EventLimits {
  readonly name: string;
  readonly trigger: TriggerSettings;
}

const defaultTypes: readonly string[] = ["opened", "synchronize", "reopened", "ready_for_review"];

/** The triggers that an event raises as what it is, in the order of the file. */
export function raisedBy(
  context: ModeContext,
  as: string = plainEvent(context.event),
): readonly Raised[] {
  return allTriggers(context).flatMap(([name, trigger]) => {
    const listens = eventsOf(trigger).some((event) => event === as);
    if (!listens || !fitsEvent(context, trigger, as)) return [];
    return [{ name, trigger, ...limitsOf(context, trigger) }];
  });
}

/** True for an account that we write as. */
export function isOurs({ payload, facts }: ModeContext): boolean {
  const sender = numberAt(payload, "sender", "id");
  return sender !== null && facts.identities.includes(sender);
}

/** The triggers of the file; a workflow that the job names itself answers to every event. */
function allTriggers({
  config,
  inputs,
  event,
}: ModeContext): readonly (readonly [string, TriggerSettings])[] {
  const named = inputs["workflow"];
  if (named !== undefined && named !== "" && config.triggers === undefined) {
    const on = plainEvent(event) as TriggerEvent;
    return [[named, { ...config.defaults, on, workflow: named }]];
  }
  return Object.keys(config.triggers ?? {}).flatMap((name) => {
    const trigger = triggerOf(config, name);
    return trigger === undefined ? [] : [[name, trigger] as const];
  });
}

function fitsEvent(context: ModeContext, trigger: TriggerSettings, as: string): boolean {
  const { payload } = context;
  if (isOurs(context) && trigger["own-events"] !== true && !isRelayed(as)) return false;
  if (as === "push" && at(payload, "deleted") === true) return false;
  return (
    fitsType(trigger, as, textAt(payload, "action")) &&
    fitsBranch(context, trigger) &&
    fitsPaths(context, trigger) &&
    fitsLabels(context, trigger) &&
    fitsWorkflow(context, trigger) &&
    fitsSchedule(context, trigger) &&
    fitsCondition(context, trigger)
  );
}

/** Events that our own identity may well have set off: they tell of what others did. */
function isRelayed(as: string): boolean {
  return [
    "workflow_run",
    "ci_failure",
    "schedule",
    "repository_dispatch",
    "workflow_dispatch",
  ].includes(as);
}

function fitsType({ types }: TriggerSettings, as: string, action: string): boolean {
  if (as === "pull_request") return (types ?? defaultTypes).includes(action);
  return types === undefined || types.includes(action);
}

function fitsBranch(context: ModeContext, { branches }: TriggerSettings): boolean {
  if (branches === undefined) return true;
  const { payload, event } = context;
  if (event === "push") {
    const ref = textAt(payload, "ref");
    return ref.startsWith("refs/heads/") && fitsPatterns(ref.slice("refs/heads/".length), branches);
  }
  const [ofRun = null] = listAt(payload, "workflow_run", "pull_requests");
  const branch =
    textAt(pullOf(context) ?? ofRun, "base", "ref") ||
    textAt(payload, "workflow_run", "head_branch");
  return branch !== "" && fitsPatterns(branch, branches);
}

/** The pull request that the event is about, whether it carries it or was looked up for it. */
function pullOf({ payload, facts }: ModeContext): Value {
  return at(payload, "pull_request") ?? facts.pull ?? null;
}

function fitsPaths({ payload, event, facts }: ModeContext, { paths }: TriggerSettings): boolean {
  if (paths === undefined) return true;
  const files = event === "push" ? pushedFiles(payload) : facts.changed_files;
  return files.some((file) => fitsPatterns(file, paths));
}

function pushedFiles(payload: ModeContext["payload"]): readonly string[] {
  return listAt(payload, "commits").flatMap((commit) =>
    ["added", "removed", "modified"].flatMap((key) =>
      listAt(commit, key).filter((file) => typeof file === "string"),
    ),
  );
}

function fitsLabels(context: ModeContext, { labels }: TriggerSettings): boolean {
  if (labels === undefined) return true;
  const { payload } = context;
  if (textAt(payload, "action") === "labeled")
    return labels.includes(textAt(payload, "label", "name"));
  const thread = pullOf(context) ?? at(payload, "issue");
  return listAt(thread, "labels").some((label) => labels.includes(textAt(label, "name")));
}

function fitsWorkflow({ payload }: ModeContext, trigger: TriggerSettings): boolean {
  const { workflows, conclusions } = trigger;
  const run = at(payload, "workflow_run");
  if (run === null) return true;
  if (workflows !== undefined && !workflows.includes(textAt(run, "name"))) return false;
  return conclusions === undefined || conclusions.includes(textAt(run, "conclusion"));
}

function fitsSchedule({ payload, event }: ModeContext, { cron }: TriggerSettings): boolean {
  return event !== "schedule" || cron === undefined || cron === textAt(payload, "schedule");
}

function fitsCondition(context: ModeContext, { if: text }: TriggerSettings): boolean {
  if (text === undefined) return true;
  const { payload, event, env } = context;
  const parsed = parseExpression(text);
  if ("faults" in parsed) return false;
  const known = {
    GITHUB_EVENT_NAME: event,
    GITHUB_REPOSITORY: textAt(payload, "repository", "full_name"),
    GITHUB_ACTOR: textAt(payload, "sender", "login"),
    GITHUB_REF: env.ref ?? textAt(payload, "ref"),
    GITHUB_SHA: env.sha ?? textAt(payload, "after"),
  };
  const github = withPullRequest(toGithubContext(known, payload), pullOf(context));
  const result = evaluateExpression(parsed.expression, {
    self: {},
    resolve: resolverOf({ github }),
  });
  return "value" in result && isTrue(result.value);
}
