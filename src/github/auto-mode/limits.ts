/** How far an event carries a trigger: forks, drafts and the tier, the same for every start. Spec: github §3.2, §11.2. */
import type { Fields } from "#core/graph/value.ts";
import type { Config, TriggerSettings } from "../config/config.ts";
import { at, numberAt } from "../payload.ts";
import { lowest } from "../tiers.ts";
import type { Tier } from "../tiers.ts";
import type { ModeContext } from "./context.ts";

/** What an event lets a trigger do. */
export interface EventLimits {
  /** Why it starts nothing all the same. */
  readonly refused: "thread_closed" | "draft" | "fork_not_allowed" | null;
  /** What the run may touch, where the event lowers it. */
  readonly tier?: Tier;
}

/** Dependabot's account; what it changes was written elsewhere. */
const dependabot = 49_699_333;

/** What the event of a job lets a trigger do. */
export function limitsOf(context: ModeContext, trigger: TriggerSettings): EventLimits {
  const fork = isFork(context);
  const ceiling = trigger.tier ?? "push";
  const byEvent: Tier =
    fork || numberAt(context.payload, "sender", "id") === dependabot ? "read" : "push";
  const tier = lowest(ceiling, byEvent);
  return { refused: refusalOf(context, trigger, fork), ...(tier === ceiling ? {} : { tier }) };
}

/** True if the head that the event is about is in another repository, or nowhere. */
export function isFork({ payload }: Pick<ModeContext, "payload">): boolean {
  const heads = [
    ["pull_request", "head", "repo", "id"],
    ["workflow_run", "head_repository", "id"],
  ] as const;
  const own = numberAt(payload, "repository", "id");
  return heads.some(([what, ...rest]) => {
    if (at(payload, what) === null) return false;
    const head = numberAt(payload, what, ...rest);
    return head === null || head !== own;
  });
}

/** True for a run on a fork's head, as its log tells of it: an event may be about one without carrying its pull request. */
export function isOfFork(github: Fields): boolean {
  return at(github, "pr", "fork") === true || isFork({ payload: at(github, "event") });
}

function refusalOf(
  context: ModeContext,
  trigger: TriggerSettings,
  fork: boolean,
): EventLimits["refused"] {
  const { payload, inputs, config } = context;
  const { drafts = false, forks = "none" } = trigger;
  if (isClosed(context) && !asksForClosing(context, trigger)) return "thread_closed";
  if (!drafts && at(payload, "pull_request", "draft") === true) return "draft";
  const allowed = !fork || startsForForks(config, inputs["allow-forks"] ?? forks);
  return allowed ? null : "fork_not_allowed";
}

/** True if a setting for forks lets them start a run, and the owner's policy doesn't forbid them. */
export function startsForForks({ policy }: Config, setting: string): boolean {
  return setting === "read-only" && policy?.["forbid-forks"] !== true;
}

function isClosed({ payload }: ModeContext): boolean {
  return ["pull_request", "issue"].some((thread) => at(payload, thread, "state") === "closed");
}

/** A trigger may name the closing itself as what it is for. */
function asksForClosing({ payload }: ModeContext, { types = [] }: TriggerSettings): boolean {
  return at(payload, "action") === "closed" && types.includes("closed");
}
