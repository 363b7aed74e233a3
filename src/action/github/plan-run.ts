/** Plans a run of a trigger: its settings, its sources, and what templates know of the event. Spec: github §2.2, §12. */
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { toAskerContext } from "#src/github/asker.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import { eventTime } from "#src/github/event-time.ts";
import { sanitiseContext, toGithubContext, withPullRequest } from "#src/github/namespace.ts";
import { at, textAt } from "#src/github/payload.ts";
import { limitUnpriced } from "../limits.ts";
import type { Given } from "../steps.ts";
import { budgetToStart, spendersOf } from "./budget/hold.ts";
import type { Door } from "./door.ts";
import { reportsOf } from "./report/report-settings.ts";
import { withSettings } from "./settings.ts";
import type { Starter } from "./starter.ts";
import { fetchSources } from "./trust/sources.ts";

/** What a run of a trigger would be. */
export interface Planned {
  readonly plan: RunPlan;
  readonly given: Given;
}

/** Plans a run of a trigger. */
export async function planOne(
  door: Door,
  settings: TriggerSettings,
  starter: Starter & { readonly github?: Fields },
): Promise<Planned> {
  const { command, github } = starter;
  const settled = await withSettings(door.job.inputs, settings, {
    command,
    form: formOf(door),
    github: github ?? (await contextOf(door, starter)),
    policy: door.config.policy,
    ofRuns: door.config.budgets?.run,
    left:
      starter.left ?? (await budgetToStart(door, spendersOf(door, settings, starter.thread))).left,
  });
  const inputs = { ...settled, report: reportsOf(door) };
  const { given, file } = await fetchSources(door, settings.workflow ?? "", inputs);
  const about = github === undefined ? given : { ...given, github };
  const plan = await door.steps.plan(file, about);
  const limits = limitUnpriced(plan.limits, door.config.budgets?.unknown_price);
  return { plan: { ...plan, limits }, given };
}

/** What the log calls `github`. */
export async function contextOf(door: Door, starter: Starter): Promise<Fields> {
  const { job, event, payload } = door;
  const raised = toGithubContext({ ...job.environment, GITHUB_EVENT_NAME: event }, payload);
  const context = sanitiseContext(withPullRequest(raised, await pullOf(door, starter)));
  const at = eventTime(payload, new Date().toISOString());
  return { ...context, ...toAskerContext(starter), at };
}

/** The variables of the form by which somebody has started the workflow by hand. */
function formOf({ event, payload }: Door): string {
  return event === "workflow_dispatch" ? textAt(payload, "inputs", "vars") : "";
}

/** The pull request of a thread, where the event doesn't carry it. */
export async function pullOf({ access, payload }: Door, { thread, pull }: Starter): Promise<Value> {
  if (pull !== undefined) return pull;
  if (thread === null || at(payload, "pull_request") !== null) return null;
  return openThreadsApi(access).pull(thread);
}
