/** Starts the runs that an event raises. Spec: github §3.2, §8.4. */
import { resolve } from "node:path";
import { info, saveState } from "@actions/core";
import { claimRun } from "#adapters/github/checkpoints.ts";
import { startRun } from "#core/engine/lifecycle.ts";
import type { Command } from "#src/github/commands/command.ts";
import type { ModeDecision, Start } from "#src/github/auto-mode/decide-mode.ts";
import { levelOf } from "#src/github/authorise/person.ts";
import { triggerOf } from "#src/github/config/config.ts";
import type { TriggerSettings } from "#src/github/config/config.ts";
import { reaches } from "#src/github/levels.ts";
import { toGithubContext } from "#src/github/namespace.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import { lowest, tiers } from "#src/github/tiers.ts";
import type { Given } from "../steps.ts";
import { openWorld } from "../world.ts";
import type { Door } from "./door.ts";
import { concludeRun } from "./conclude-run.ts";
import { openReport } from "./report.ts";
import { withSettings } from "./settings.ts";
import { watchSignals } from "./signals.ts";
import { fetchSources } from "./sources.ts";
import { withTrustedSettings } from "./trusted-settings.ts";

/** Somebody who starts a run, and where. */
export interface Starter {
  readonly sender: { readonly id: number; readonly login: string; readonly type: string };
  readonly thread: number | null;
  readonly headSha: string | null;
  /** The base of the pull request, whose agent settings count. */
  readonly baseSha: string | null;
  /** What they wrote, if it was a command. */
  readonly command?: Command;
}

/** One run after the other; the exit code is that of the first that failed. */
export async function startRuns(door: Door, { starts = [] }: ModeDecision): Promise<number> {
  const starter = starterOf(door);
  let code = 0;
  for (const start of starts) {
    const trigger = triggerOf(door.config, start.trigger) ?? { workflow: start.trigger };
    const refused = await refusalOf(door, trigger, starter, start);
    if (refused !== null) {
      info(explainReason(refused));
      door.steps.tell({ decision: "ignore", "reason-code": refused, status: "none" });
    } else code = (await startOne(door, { ...start, settings: trigger }, starter)) || code;
  }
  return code;
}

/** Starts one run that may be started. */
export async function startOne(
  door: Door,
  start: Start & { readonly settings: TriggerSettings },
  starter: Starter,
): Promise<number> {
  const { client, job, steps, workflowRun, event, payload } = door;
  const silent = job.inputs.effects === "none";
  const claim = { run: start.run, seq: 0, workflowRun };
  const claimed = silent ? "claimed" : await claimRun(client, claim);
  if (claimed === "taken") {
    steps.tell({ "reason-code": "already_resumed", "run-id": start.run, status: "running" });
    info(explainReason("already_resumed"));
    return 0;
  }
  if (claimed === "unavailable") info(explainReason("claim_unavailable"));
  const { plan, given } = await planOne(door, start.settings, starter);
  const script = steps.script(given);
  const opened = await openWorld({
    ...job,
    ...given,
    workflow: resolve(given.sources, plan.source.path),
    graph: plan.graph,
    limits: plan.limits,
    script,
  });
  const report = await openReport(door, {
    run: start.run,
    seq: 0,
    trigger: start.trigger,
    thread: starter.thread,
    headSha: starter.headSha,
    baseSha: starter.baseSha,
    initiator: starter.sender,
    graph: plan.graph,
    before: [],
  });
  const safe = withTrustedSettings(door, opened, starter.baseSha);
  const signals = watchSignals(client, { run: start.run, seq: 0 });
  const reporters = [...(safe.reporters ?? []), report.reporter, signals.reporter];
  const world = { ...safe, reporters };
  saveState("run", JSON.stringify({ runId: start.run, store: job.store }));
  const github = toGithubContext({ ...job.environment, GITHUB_EVENT_NAME: event }, payload);
  const result = await steps.drive(world, (control) => {
    signals.obey(control);
    return startRun(world, plan, { runId: start.run, control, github });
  });
  return concludeRun(door, { world, report, result });
}

/** What a run of a trigger would be. */
export async function planOne(
  door: Door,
  settings: TriggerSettings,
  { command }: Starter,
): Promise<{ readonly plan: RunPlan; readonly given: Given }> {
  const inputs = await withSettings(door.job.inputs, settings, command);
  const { given, file } = await fetchSources(door, settings.workflow ?? "", inputs);
  return { plan: await door.steps.plan(file, given), given };
}

/** Why somebody's event starts nothing. What can't be checked counts as not allowed. */
export async function refusalOf(
  { client, job }: Door,
  trigger: TriggerSettings,
  { sender }: Starter,
  start: Start,
): Promise<string | null> {
  // Nothing cuts the tools of a node to a lower tier yet, so what would have to be cut isn't started.
  const ceiling = trigger.tier ?? "push";
  if (lowest(start.tier ?? ceiling, ceiling) !== tiers.at(-1)) return "tier_too_low";
  const { permission, allowBots, given } = job.inputs;
  if (sender.type === "Bot")
    return [...allowBots, ...(trigger.bots ?? [])].includes(sender.id) ? null : "bot_not_allowed";
  const wanted = given.has("permission") ? permission : (trigger.permission ?? permission);
  if (wanted === "none") return null;
  const level = levelOf({ ...(await client.permission(sender.login)), sender });
  if (level === "api_error" || level === "identity_mismatch") return level;
  return reaches(level, wanted) ? null : "not_authorised";
}

function starterOf({ payload, event, job }: Door): Starter {
  const thread =
    numberAt(payload, "pull_request", "number") ?? numberAt(payload, "issue", "number");
  const head = textAt(payload, "pull_request", "head", "sha");
  return {
    sender: {
      id: numberAt(payload, "sender", "id") ?? 0,
      login: textAt(payload, "sender", "login"),
      type: event === "schedule" ? "User" : textAt(payload, "sender", "type"),
    },
    thread,
    headSha: head === "" ? (job.environment["GITHUB_SHA"] ?? null) : head,
    baseSha: textAt(payload, "pull_request", "base", "sha") || null,
  };
}
